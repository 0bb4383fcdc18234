"""What an action of the follow-up says when it refuses."""


class Refused(Exception):
    """Something that may not be done now; the message is one line of Swedish and holds no figure."""
