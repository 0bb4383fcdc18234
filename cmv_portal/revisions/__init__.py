"""A revision's budget beside its text: how it starts, what it changes, and when it comes into force."""
