"""Keeps a file with a personal identity number out, wherever in the file it stands (R0)."""

from collections.abc import Iterable

from agreements.personal_numbers import REFUSED, holds_personal_number
from followup.importing.rows import Cell, FileRefused, is_whole

SHORTEST = 10  # signs: six of the day of birth, four after
# A number cell has lost the noughts it began with: 010203-4567 is 102 034 567.
LEAST = 1_000_000
# How many harmless texts are remembered while a file is read, so that each is looked at once.
MEMORY = 5_000


class Gate:
    """Raises FileRefused at the first personal identity number, one with a wrong check digit included."""

    def __init__(self) -> None:
        self._harmless: set[str] = set()

    def row(self, cells: Iterable[Cell]) -> None:
        """Let a row's cells through, or refuse the file."""
        harmless = self._harmless
        for cell in cells:
            if cell.__class__ is str:
                if cell not in harmless:
                    self.text(str(cell))
            elif isinstance(cell, int | float) and abs(cell) >= LEAST:
                self._number(cell)

    def text(self, text: str) -> None:
        """Let a text through, or refuse the file."""
        if _may_hold_one(text) and (
            holds_personal_number(text, any_check_digit=True) or _has_lost_noughts(text)
        ):
            raise FileRefused(REFUSED)
        if len(self._harmless) < MEMORY:
            self._harmless.add(text)

    def _number(self, number: float) -> None:
        self.text(str(abs(int(number)) if is_whole(number) else abs(number)))


def _may_hold_one(text: str) -> bool:
    """A sign that is not ASCII may stand for several digits."""
    return len(text) >= SHORTEST or not text.isascii() or text.isdigit()


def _has_lost_noughts(text: str) -> bool:
    """Digits that are a valid number once the noughts they began with are back."""
    digits = text.strip()
    return digits.isdecimal() and len(digits) < SHORTEST and holds_personal_number(digits.zfill(SHORTEST))
