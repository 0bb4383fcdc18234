"""How each kind of term becomes duties of a year: one small rule a kind, nothing the text does not say."""
