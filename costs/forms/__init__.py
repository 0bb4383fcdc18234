"""The forms of the costs pages."""
