"""What an uploaded file is by its content, and what it says. Knows no Django.

A file may be made to break its reader: `room` lets a process of its own read it, with little memory and time.
"""
