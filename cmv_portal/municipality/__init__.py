"""A party's own page: what it pays and why, what it has decided, what it must still do, whom to ask."""
