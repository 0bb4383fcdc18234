"""Something that waits for a person."""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.swedish import SHORT_MONTHS, count_word

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Task:
    """Something to do, where to do it, and by when; `button` is the text of the one filled button."""

    title: str
    text: str
    url: str
    day: date | None = None
    button: str = ""

    @property
    def month(self) -> str:
        """The day's month as a date leaf has it: "jan"."""
        return SHORT_MONTHS[self.day.month - 1] if self.day else ""

    def when(self, today: date) -> tuple[str, str]:
        """How long is left, in words, and the sign beside it."""
        if self.day is None:
            return "Ingen bestämd dag", "none"
        days = (self.day - today).days
        if days < 0:
            return f"{_days(-days).capitalize()} försenat", "late"
        if days == 0:
            return "I dag", "soon"
        return f"Om {_days(days)}", "soon" if self.day - today <= SOON else "none"


def _days(count: int) -> str:
    return f"{count_word(count)} {'dag' if count == 1 else 'dagar'}"
