"""What an action of the follow-up says when it refuses."""

from collections.abc import Collection


class Refused(Exception):
    """Something that may not be done now; the message is one line of Swedish and holds no figure."""


class Incomplete(Refused):
    """Something is missing first; `gaps` say what, a sentence each."""

    def __init__(self, text: str, gaps: Collection[str]):
        super().__init__(text)
        self.gaps = tuple(gaps)
