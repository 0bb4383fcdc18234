"""Which texts a writer should read once more, because their words may point at somebody (R12)."""

from collections.abc import Iterable
from dataclasses import dataclass

from followup.free_text import warnings


@dataclass(frozen=True)
class ReadAgain:
    """A text by the name it has on the page, and what was found in it."""

    where: str
    warning: str


def read_again(texts: Iterable[tuple[str, str]]) -> list[ReadAgain]:
    """The warnings of some texts, given with what each is called; nothing is stopped by them."""
    return [ReadAgain(where, warning) for where, text in texts for warning in warnings(text)]
