"""What may be printed of figures about people: rules R0-R13, in one pure room.

`protect` is the only way from figures to print. Templates, files and pictures take its result, a
`PublishedReport`, and never the figures themselves.
"""
