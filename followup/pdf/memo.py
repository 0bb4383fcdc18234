"""A memo on a paper's sheet: who writes to whom above the title, and what is proposed in a box below it."""

from dataclasses import dataclass

from followup.pdf.paper import Json, Paper, Section


@dataclass(frozen=True)
class Memo(Paper):
    """A paper with a letterhead (sender, recipient, facts) and a proposal (heading, lead, points)."""

    @property
    def letterhead(self) -> Json | None:
        return self.contents.get("letterhead")

    @property
    def closing(self) -> list[Section]:
        """The short lists that end it."""
        return [Section(section) for section in self.contents.get("closing") or []]

    @property
    def proposal(self) -> Json | None:
        return self.contents.get("proposal")
