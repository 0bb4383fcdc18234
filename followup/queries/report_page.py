"""What a report's page shows to whom: where it stands, what is missing, and the report itself."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agreements.access import may
from agreements.decision_queries import decision_behind
from agreements.effect_kinds import EffectKind
from agreements.models import Cooperation, Decision
from agreements.swedish import long_date
from cmv_portal.roles import Right
from followup.access import reports
from followup.models import AnnualReport, ReportPresentation
from followup.presentation import Presentation, present
from followup.queries.publications import printed_figures
from followup.queries.report_contents import report_contents
from followup.queries.report_gaps import Doubt, Gap, doubts_of, gaps_of
from followup.queries.yearbook import Yearbook, yearbook
from followup.report_plan import Slot

Json = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A step of the report's way: state is a class of the stepper, word is read aloud."""

    title: str
    note: str
    state: str
    is_current: bool = False


@dataclass(frozen=True)
class SlotState:
    """A slot with what it lacks, for those who write."""

    slot: Slot
    gaps: tuple[Gap, ...]
    doubts: tuple[Doubt, ...]

    @property
    def sign(self) -> str:
        return "none" if self.gaps else "soon" if self.doubts else "done"

    @property
    def word(self) -> str:
        return "saknas" if self.gaps else "läs igen" if self.doubts else "klar"


@dataclass(frozen=True)
class ReportPage:
    """`report` is None where the year has no report that the person may see anything of."""

    cooperation: Cooperation
    book: Yearbook
    report: AnnualReport | None
    writes: bool
    adopts: bool
    presentation_row: ReportPresentation | None = None
    slots: tuple[SlotState, ...] = ()
    contents: Json | None = None
    editions: tuple[AnnualReport, ...] = ()
    steps: tuple[Step, ...] = ()
    shown: Presentation | None = field(default=None, repr=False)
    adopted_by: Decision | None = None
    received_by: Decision | None = None

    @property
    def name(self) -> str:
        plan = self.book.report_plan
        return plan.title if plan else "Redovisning"

    @property
    def gaps(self) -> list[Gap]:
        return [gap for state in self.slots for gap in state.gaps]

    @property
    def first_gap(self) -> Gap | None:
        """What to begin with: the first gap that the writers can fill themselves."""
        return next((gap for gap in self.gaps if not gap.is_others), None)

    @property
    def lacks_figures(self) -> bool:
        return any(gap.measure for gap in self.gaps)

    @property
    def doubts(self) -> list[Doubt]:
        return [doubt for state in self.slots for doubt in state.doubts]

    @property
    def state(self) -> str:
        return self.report.state if self.report else ""


def report_page(user, cooperation: Cooperation, year: int, today: date) -> ReportPage:
    """The latest edition that the person may see, with what the person may do."""
    book = yearbook(cooperation, year)
    seen = reports(user).filter(cooperation=cooperation, year=year).order_by("-edition")
    editions = tuple(seen)
    report = editions[0] if editions else None
    writes = may(user, Right.WRITE_REPORT, cooperation.pk)
    page = ReportPage(
        cooperation=cooperation,
        book=book,
        report=report,
        writes=writes,
        adopts=may(user, Right.ADOPT_REPORT, cooperation.pk),
    )
    if report is None:
        return page
    presented = ReportPresentation.objects.filter(report=report).first()
    contents = contents_of(report, book)
    return ReportPage(
        cooperation=cooperation,
        book=book,
        report=report,
        writes=writes,
        adopts=page.adopts,
        presentation_row=presented,
        slots=_slots(report, book) if writes and report.state == AnnualReport.State.DRAFT else (),
        contents=contents,
        shown=present(contents) if contents else None,
        editions=tuple(edition for edition in editions if edition.is_adopted and edition != report),
        steps=tuple(_steps(report, presented, book, today)),
        adopted_by=decision_behind(EffectKind.REPORT, report.pk) if report.is_adopted else None,
        received_by=decision_behind(EffectKind.REPORT_PRESENTED, report.pk) if presented else None,
    )


def contents_of(report: AnnualReport, book: Yearbook) -> Json | None:
    """What the report shows outside the centre: the frozen copy, or of a reviewed one what the group sees."""
    if report.is_adopted:
        return report.contents
    if report.state == AnnualReport.State.REVIEWED and (figures := printed_figures(report)):
        return report_contents(report, book, figures)
    return None


def _slots(report: AnnualReport, book: Yearbook) -> tuple[SlotState, ...]:
    gaps, doubts = gaps_of(report, book), doubts_of(report, book)
    return tuple(
        SlotState(
            slot,
            tuple(gap for gap in gaps if gap.slot == slot),
            tuple(doubt for doubt in doubts if doubt.slot == slot),
        )
        for slot in book.plan.slots
    )


def _steps(report: AnnualReport, presented: ReportPresentation | None, book: Yearbook, today: date):
    states = list(AnnualReport.State)
    place = states.index(AnnualReport.State(report.state))
    last = f"Senast {long_date(book.deadline)}" if book.deadline else ""
    late = book.deadline is not None and today > book.deadline and not report.is_adopted
    notes = [
        "Siffror och texter",
        "Röjandekontrollen är godkänd" if place >= 1 else "Röjandekontroll, sedan läser styrgruppen",
        long_date(report.adopted_on) if report.adopted_on else "Styrgruppen läser" if place else last,
        long_date(presented.presented_on) if presented else book.cooperation.political_group,
    ]
    titles = ["Utkast", "Granskad", "Fastställd", "Presenterad"]
    # What is reviewed is done with being reviewed, and what is adopted with that: a draft is not done.
    done = place + (2 if presented else 1 if place else 0)
    for number, (title, note) in enumerate(zip(titles, notes, strict=True)):
        current = number == min(done, 3)
        state = "done" if number < done else "soon" if current else ""
        if number == 2 and late:
            state, note = "late", f"Skulle vara klar {last.removeprefix('Senast ')}"
        yield Step(title, note, state, is_current=current and not (presented and number == 3))
