"""The forms of the follow-up's pages."""
