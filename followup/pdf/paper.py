"""A shorter document from plain contents: headings, paragraphs, lists and tables on the report's sheet."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

PAGE_WIDTH = 165  # millimetres between the margins
LETTER = 2  # millimetres, about, of a letter in a table
SHORT = 16  # rows
NARROWEST, WIDEST_NUMBER = 18, 40


@dataclass(frozen=True)
class Table:
    """A table with its widths; `data` as the contents have it."""

    data: Json

    @property
    def is_short(self) -> bool:
        """Whether it may be kept together on a page without leaving another half empty."""
        return len(self.data["rows"]) <= SHORT

    @property
    def columns(self) -> list[Json]:
        numeric = ["num" if column.get("numeric") else "" for column in self.data["columns"]]
        labels = [column["label"] for column in self.data["columns"]]
        return [
            {"label": label, "style": style, "width": width}
            for label, style, width in zip(labels, numeric, self.widths, strict=True)
        ]

    @property
    def widths(self) -> list[int]:
        """Millimetres: as given, or else numbers as much as they need and texts the rest by their longest."""
        columns = self.data["columns"]
        if all(column.get("width") for column in columns):
            return [column["width"] for column in columns]
        needed = [_needed(self._texts(place)) for place in range(len(columns))]
        numbers = [
            min(need, WIDEST_NUMBER) if column.get("numeric") else 0
            for column, need in zip(columns, needed, strict=True)
        ]
        texts = [
            0 if column.get("numeric") else min(need, 80)
            for column, need in zip(columns, needed, strict=True)
        ]
        rest = max(PAGE_WIDTH - sum(numbers), 0)
        shared = [text * rest // sum(texts) if text else 0 for text in texts]
        if not any(texts):
            return [PAGE_WIDTH // len(columns)] * len(columns)
        return [number or share for number, share in zip(numbers, shared, strict=True)]

    def _texts(self, place: int) -> list[str]:
        rows = [*self.data["rows"], *([self.data["sum_row"]] if self.data.get("sum_row") else [])]
        return [self.data["columns"][place]["label"], *(str(row[place]) for row in rows)]

    @property
    def rows(self) -> list[list[tuple[str, str]]]:
        return [self._cells(row) for row in self.data["rows"]]

    @property
    def sum_row(self) -> list[tuple[str, str]]:
        return self._cells(self.data["sum_row"]) if self.data.get("sum_row") else []

    def _cells(self, row: list[Any]) -> list[tuple[str, str]]:
        styles = [column["style"] for column in self.columns]
        return [(str(cell), style) for cell, style in zip(row, styles, strict=True)]

    @property
    def caption(self) -> str:
        return self.data.get("caption") or ""

    @property
    def note(self) -> str:
        return self.data.get("note") or ""


@dataclass(frozen=True)
class Section:
    data: Json

    @property
    def heading(self) -> str:
        return self.data.get("heading") or ""

    @property
    def paragraphs(self) -> list[str]:
        return self.data.get("paragraphs") or []

    @property
    def items(self) -> list[str]:
        return self.data.get("list") or []

    @property
    def table(self) -> Table | None:
        return Table(self.data["table"]) if self.data.get("table") else None


@dataclass(frozen=True)
class Paper:
    """What stands around the pages and the sections on them."""

    contents: Json

    @property
    def draft(self) -> bool:
        return self.contents["draft"]

    @property
    def marks(self) -> list[str]:
        marks = {"Utkast": self.draft, "Fiktiva uppgifter": self.contents["fictitious"]}
        return [word for word, holds in marks.items() if holds]

    @property
    def dense(self) -> bool:
        """Whether it must stand on one sheet, and is set closer for that."""
        return bool(self.contents.get("dense"))

    @property
    def heading(self) -> str:
        return self.contents["title"]

    @property
    def title(self) -> str:
        marks = ", ".join(self.marks).lower()
        return f"{self.heading} ({marks})" if marks else self.heading

    @property
    def subtitle(self) -> str:
        return self.contents.get("subtitle") or ""

    @property
    def author(self) -> str:
        return self.contents["author"]

    @property
    def created(self) -> str:
        return self.contents["created"]

    @property
    def running_head(self) -> str:
        return self.contents["head"]

    @property
    def demonstration(self) -> str:
        return " · ".join(self.marks)

    @property
    def foot(self) -> str:
        return self.contents["foot"]

    @property
    def sections(self) -> list[Section]:
        return [Section(section) for section in self.contents["sections"]]


def _needed(texts: list[str]) -> int:
    longest = max(len(text) for text in texts)
    return max(NARROWEST, LETTER * longest + 5)
