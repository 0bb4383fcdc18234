"""Writes of agreements: each in one transaction, in a person's name."""
