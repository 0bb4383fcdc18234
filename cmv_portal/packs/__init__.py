"""Decision packs: from a revision or a budget to what a political group decides on, in one step.

A pack is never stored. It is made from the data each time, and says which wording and which day it shows.
"""
