"""The files of a pack, made from its matter each time they are asked for."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from agreements.models import Agreement
from agreements.swedish import iso
from cmv_portal.packs.appendix import APPENDIX, terms_paper
from cmv_portal.packs.extract import extract
from cmv_portal.packs.matter import Matter, PartyLine
from cmv_portal.packs.memo import MEMO, memo
from cmv_portal.packs.paper import Paper
from cmv_portal.packs.sheets import comparison_sheet
from cmv_portal.packs.word import word_file
from costs.queries.distribution import shown_of
from costs.spreadsheet import distribution_xlsx
from followup import documents

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ZIP = "application/zip"
ALL = "beslutsunderlag.zip"
DISTRIBUTION = "Fördelning med formler"


@dataclass(frozen=True)
class PackFile:
    """A file of a pack: its name in the address, what it is, and how it is made."""

    name: str
    label: str
    how: str
    content_type: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Pack:
    """A matter, its edition, the stem of its files' names, and the scenario that goes with it."""

    matter: Matter
    agreement: Agreement
    stem: str
    scenario: int | None = None

    @property
    def memo(self) -> Paper:
        return memo(self.matter, self._appendices)

    @property
    def _appendices(self) -> tuple[str, ...]:
        terms = f"Bilaga 1: {APPENDIX.lower()} (PDF)"
        if self.matter.consequences is None:
            return (terms,)
        return (terms, f"Bilaga 2: {DISTRIBUTION.lower()} (kalkylblad)")

    @property
    def files(self) -> tuple[PackFile, ...]:
        """What is in the pack, in its order."""
        made = [
            PackFile("tjansteskrivelse.docx", MEMO, "Word, att redigera", WORD, lambda: word_file(self.memo)),
            PackFile("tjansteskrivelse.pdf", MEMO, "PDF", PDF, lambda: pdf_file(self.memo)),
            PackFile("avtalsvillkor.pdf", APPENDIX, "PDF", PDF, lambda: pdf_file(terms_paper(self.matter))),
        ]
        if self.matter.consequences:
            made.append(PackFile("fordelning.xlsx", DISTRIBUTION, "kalkylblad", XLSX, self._spreadsheet))
        return tuple(made)

    def _spreadsheet(self) -> bytes:
        found = self.matter.consequences
        shown = shown_of(self.agreement, found.calculation)
        return distribution_xlsx(shown, lambda book: comparison_sheet(book, found))

    def file(self, name: str) -> PackFile | None:
        whole = PackFile(ALL, "Alla filer", "ZIP", ZIP, self._zipped)
        return next((file for file in (*self.files, whole) if file.name == name), None)

    def _zipped(self) -> bytes:
        """Every file of the pack in one, dated the day they show."""
        out = io.BytesIO()
        day = self.matter.today
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in self.files:
                entry = zipfile.ZipInfo(self.file_name(file.name), (day.year, day.month, day.day, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.make())
        return out.getvalue()

    def extract_of(self, party: PartyLine, suffix: str) -> PackFile:
        """The extract for one party, as "docx" or "pdf"."""
        paper = extract(self.matter, party)
        name = f"protokollsutdrag-{party.slug}.{suffix}"
        if suffix == "docx":
            return PackFile(name, party.name, "Word", WORD, lambda: word_file(paper))
        return PackFile(name, party.name, "PDF", PDF, lambda: pdf_file(paper))

    def file_name(self, name: str) -> str:
        """A file's name with what it is about and which day: "tjansteskrivelse-cmv-2027-2026-11-25.docx"."""
        word, _, suffix = name.rpartition(".")
        return f"{word}-{self.stem}-{iso(self.matter.today)}.{suffix}"


def pdf_file(paper: Paper) -> bytes:
    return documents.render_memo(paper.contents())
