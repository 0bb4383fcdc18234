"""Figures from files: the table of counts, and a list of de-identified series that is added up at once.

Neither the file nor any row of it is stored, logged or shown again; a fault names a place, never a value.
"""
