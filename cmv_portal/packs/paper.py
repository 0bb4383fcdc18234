"""A paper of headings, texts and tables: the one frozen form that Word, PDF and pages all show. Pure."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column's head; `width` in millimetres, 0 for what its texts need."""

    label: str
    numeric: bool = False
    width: int = 0


@dataclass(frozen=True)
class Table:
    """Rows of texts as they are printed; `note` says how to read them."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    sum_row: tuple[str, ...] = ()
    note: str = ""

    @property
    def cells(self) -> tuple[tuple[tuple[str, Column], ...], ...]:
        """Every row's texts, each with its column."""
        return tuple(tuple(zip(row, self.columns, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class Section:
    """A heading (empty: goes on below the one before) with its texts, list and table, in that order."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Letterhead:
    """Who writes to whom: the sender, the recipient's lines, and labelled facts such as date and wording."""

    sender: str
    recipient: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Proposal:
    """What is proposed or decided: a heading, who decides, and the points in order."""

    heading: str
    lead: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """A whole paper. `created` is an ISO date, `head` and `foot` stand on every page.

    `closing` are the short lists that end it, side by side where there is room.
    """

    title: str
    author: str
    created: str
    head: str
    foot: str
    sections: tuple[Section, ...]
    closing: tuple[Section, ...] = ()
    letterhead: Letterhead | None = None
    proposal: Proposal | None = None
    subtitle: str = ""
    draft: bool = False
    fictitious: bool = False

    def contents(self) -> Json:
        """The same as plain data, as `followup.documents` prints it."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "author": self.author,
            "created": self.created,
            "head": self.head,
            "foot": self.foot,
            "draft": self.draft,
            "fictitious": self.fictitious,
            "letterhead": self.letterhead and dict(vars(self.letterhead)),
            "proposal": self.proposal and dict(vars(self.proposal)),
            "sections": [_section(section) for section in self.sections],
            "closing": [_section(section) for section in self.closing],
        }


def _section(section: Section) -> Json:
    return {
        "heading": section.heading,
        "paragraphs": list(section.paragraphs),
        "list": list(section.items),
        "table": section.table and _table(section.table),
    }


def _table(table: Table) -> Json:
    return {
        "caption": table.caption,
        "columns": [dict(vars(column)) for column in table.columns],
        "rows": [list(row) for row in table.rows],
        "sum_row": list(table.sum_row),
        "note": table.note,
    }
