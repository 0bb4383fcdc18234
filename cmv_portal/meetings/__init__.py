"""Meetings as they span the apps: what a decision sets going, and the call and the minutes on paper."""
