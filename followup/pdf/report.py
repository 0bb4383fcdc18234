"""The annual report as it is printed, from its contents: published figures and texts, nothing else.

Nothing belongs to one cooperation: parts, measures, goals and posts are data (Bilaga 1 for the centre).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from agreements.swedish import join_names, long_date
from followup.charts import MINI, Chart, multiples
from followup.pdf.blocks import Block, blocks
from followup.pdf.chapter import Chapter, TotalsTable, totals_table
from followup.pdf.protection import protection
from followup.presentation import ABSENT, EXPLANATIONS, MeasureTable, Note, Presentation, present

Json = dict[str, Any]

KEY_FIGURES_ABREAST = 3


@dataclass(frozen=True)
class Report:
    """The whole document. `created` is an ISO date or time: when it was made."""

    contents: Json
    created: str

    @cached_property
    def shown(self) -> Presentation:
        return present(self.contents)

    # --- What stands around the pages

    @property
    def draft(self) -> bool:
        return self.shown.is_draft

    @property
    def is_fictitious(self) -> bool:
        return self.contents["fictitious"]

    @property
    def name(self) -> str:
        """ "Verksamhetsberättelse 2025", with its edition from the second on."""
        edition = self.contents["edition"]
        return f"{self.shown.title}, utgåva {edition}" if edition > 1 else self.shown.title

    @property
    def title(self) -> str:
        marks = ", ".join(mark.lower() for mark in self.shown.marks)
        return f"{self.name}, {self.cooperation['name']}" + (f" ({marks})" if marks else "")

    @property
    def author(self) -> str:
        return ", ".join(filter(None, (self.cooperation["name"], self.contents["principal"]["name"])))

    @property
    def running_head(self) -> str:
        return self.name

    @property
    def demonstration(self) -> str:
        """The mark at the head of every page."""
        return " · ".join(self.shown.marks)

    @property
    def foot(self) -> str:
        return self.author

    @property
    def cooperation(self) -> Json:
        return self.contents["cooperation"]

    @property
    def summary(self) -> str:
        """The first sentence about the cooperation, which the cover has room for."""
        first, stop, _ = self.cooperation["summary"].partition(". ")
        return f"{first}." if stop else first

    @property
    def year(self) -> int:
        return self.contents["year"]

    @property
    def clause(self) -> str:
        clause = self.contents["agreement"]["clause"]
        return f"punkt {clause}" if clause[:1].isdigit() else clause

    @property
    def addressed(self) -> str:
        """ "Till styrgruppen och SocSam enligt punkt 12.2 och bilaga 1"; "" when the plan says nothing."""
        recipients = self.contents["recipients"]
        parts = (f"till {recipients}" if recipients else "", f"enligt {self.clause}" if self.clause else "")
        told = " ".join(filter(None, parts))
        return told[:1].upper() + told[1:]

    @property
    def about(self) -> str:
        """Why the report is made, for whom, who adopted it, and who answers for the service."""
        title, recipients = self.contents["agreement"]["title"], self.contents["recipients"]
        source = " i ".join(filter(None, (self.clause, title)))
        made = f"{self.contents['title']} görs varje år"
        made += f" enligt {source}" if source else ""
        made += f" och lämnas till {recipients}" if recipients else ""
        return " ".join(filter(None, (f"{made}.", self.status, self._principal)))

    @property
    def _principal(self) -> str:
        principal = self.contents["principal"]
        if not principal["name"]:
            return ""
        number = f" (org.nr {principal['organisation_number']})" if principal["organisation_number"] else ""
        address = "".join(f", {line}" for line in principal["address_lines"])
        return f"Huvudman är {principal['name']}{number}{address}."

    @property
    def status(self) -> str:
        """Who adopted it and when, or that nobody has."""
        adopted = self.contents["adopted"]
        if self.draft or not adopted:
            return "Utkast som är granskat men inte fastställt." if self.is_reviewed else "Utkast."
        day = long_date(date.fromisoformat(adopted["on"]))
        paragraph = f", {adopted['paragraph']}" if adopted["paragraph"] else ""
        return f"Fastställd den {day} av {adopted['by']}{paragraph}."

    @property
    def is_reviewed(self) -> bool:
        return self.contents["state"] == "reviewed"

    # --- A later edition

    @property
    def revision(self) -> Json | None:
        return self.contents.get("revision")

    @property
    def revision_blocks(self) -> tuple[Block, ...]:
        return blocks(self.revision["changes"]) if self.revision else ()

    @property
    def revised(self) -> list[tuple[str, str]]:
        """The measures that are printed anew, with their years."""
        found = [
            (table.name, join_names([str(column.year) for column in table.columns if column.is_revised]))
            for table in self.shown.tables
        ]
        return [(name, years) for name, years in found if years]

    # --- Chapters

    @cached_property
    def chapters(self) -> list[Chapter]:
        made = [Chapter(slot, self.shown) for slot in self.contents["slots"]]
        return [chapter for chapter in made if not chapter.is_empty]

    @property
    def entries(self) -> list[tuple[str, str, str]]:
        """The contents page: id, number and title."""
        return [
            *([("revidering", "", "Det här har ändrats")] if self.revision else []),
            ("korthet", "", "Året i korthet"),
            *((chapter.id, str(chapter.number), chapter.title) for chapter in self.chapters),
            ("skydd", "", "Så skyddar vi enskilda personer"),
            ("metod", "", "Metod och definitioner"),
        ]

    # --- The year in brief

    @property
    def leads(self) -> list[str]:
        """What the parts say in one sentence each: judged goals, cost against budget."""
        tallies = [chapter.tally for chapter in self.chapters if chapter.kind == "goals"]
        economies = [chapter.economy for chapter in self.chapters]
        return [
            *(f"{tally}." for tally in tallies if tally),
            *(economy.lead for economy in economies if economy),
        ]

    @property
    def key_figures(self) -> list[list[tuple[str, MeasureTable, Chart]]]:
        """Label, table and chart, so many abreast; all charts at one scale."""
        labels = [figure.label for figure in self.shown.key_figures]
        tables = [figure.table for figure in self.shown.key_figures]
        charts = multiples(tables, prefix="nyckeltal", names=labels, size=MINI)
        found = list(zip(labels, tables, charts, strict=True))
        return [found[at : at + KEY_FIGURES_ABREAST] for at in range(0, len(found), KEY_FIGURES_ABREAST)]

    @property
    def totals(self) -> TotalsTable:
        told = [table for theme in self.shown.themes for table in theme.tables]
        return totals_table("Antal under året", list(dict.fromkeys(told)), self.shown)

    # --- Protection and method

    @property
    def signs(self) -> list[Note]:
        """All signs that a reader may meet; the dash only where it is used."""
        used = {note.sign for note in self.shown.notes}
        return [Note(sign, text) for sign, text in EXPLANATIONS.items() if sign != ABSENT or ABSENT in used]

    @property
    def protection(self) -> list[str]:
        return protection(self.shown)

    @property
    def has_means(self) -> bool:
        return any(table.means for table in self.shown.tables)
