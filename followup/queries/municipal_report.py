"""What a municipality's board reports to its council every year: a page on the cooperation (KL 9 kap. 38 §).

What it cost comes from the costs; what was delivered is what the adopted annual report has printed for all
parties together, never the municipality's own cases (privacy rules, section 6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from django.db.models import Sum
from django.urls import reverse

from agreements.models import Agreement, Cooperation, Organisation, Party
from agreements.queries import edition_on
from agreements.swedish import count_word, join_names, kr, kr_per_inhabitant, long_date, sort_key
from costs.models import Charge, Document
from costs.queries.distribution import NOT_POSSIBLE, Distribution, Row, distribution_of
from followup.models import ImprovementMeasure
from followup.queries.printed import Printed, printed
from followup.queries.reviews import asks_for_reviews, next_review_year
from followup.queries.yearbook import yearbook

Json = dict[str, Any]

LAW = "kommunallagen 9 kap. 38 §"
# What is left must fit on the sheet; the whole of it stands in the review.
MOST_MEASURES, LONGEST_MEASURE, LONGEST_OWNER = 3, 110, 60
Status = ImprovementMeasure.Status


class NoMunicipalReport(LookupError):
    """The organisation was no party that year, or the cooperation had no agreement."""


@dataclass(frozen=True)
class MunicipalReport:
    """A municipality's page: the paper, and the way to the others' and other years'."""

    cooperation: Cooperation
    organisation: Organisation
    year: int
    contents: Json
    others: list[tuple[str, str]]
    years: list[int]
    is_whole: bool


def municipal_report(cooperation: Cooperation, year: int, slug: str, today: date) -> MunicipalReport:
    """The page of a municipality that was a party in the year. Raises NoMunicipalReport."""
    agreement = agreement_of(cooperation, year)
    municipalities = _municipalities(agreement)
    organisation = next((each for each in municipalities if each.slug == slug), None)
    if organisation is None:
        raise NoMunicipalReport(f"Kommunen var inte part i {cooperation.name} {year}.")
    figures = printed(cooperation, (year,))
    costs = _costs(cooperation, year, organisation)
    return MunicipalReport(
        cooperation=cooperation,
        organisation=organisation,
        year=year,
        contents=_paper(cooperation, agreement, organisation, year, figures, costs, today),
        others=[
            (each.short_name, reverse("municipal_report", args=[cooperation.slug, year, each.slug]))
            for each in municipalities
            if each != organisation
        ],
        years=[other for other in report_years(cooperation, today) if other != year],
        is_whole=figures is not None,
    )


def agreement_of(cooperation: Cooperation, year: int) -> Agreement:
    """The adopted edition in force at the end of the year. Raises NoMunicipalReport."""
    agreement = edition_on(cooperation, date(year, 12, 31))
    if agreement is None or not agreement.parties.exists():
        raise NoMunicipalReport(f"{cooperation.name} hade inget avtal med kända parter {year}.")
    return agreement


def report_years(cooperation: Cooperation, today: date) -> list[int]:
    """The years that can be reported, the latest first: of the last six, those with known parties."""
    years = []
    for year in range(today.year, today.year - 6, -1):
        try:
            agreement_of(cooperation, year)
        except NoMunicipalReport:
            continue
        years.append(year)
    return years


def municipal_links(
    cooperation: Cooperation, year: int, own: Sequence[Organisation]
) -> list[tuple[str, str]]:
    """The year's pages by municipality, the reader's own first; none without an agreement."""
    try:
        municipalities = _municipalities(agreement_of(cooperation, year))
    except NoMunicipalReport:
        return []
    mine = {organisation.pk for organisation in own}
    ordered = sorted(municipalities, key=lambda each: each.pk not in mine)
    return [
        (each.short_name, reverse("municipal_report", args=[cooperation.slug, year, each.slug]))
        for each in ordered
    ]


def _municipalities(agreement: Agreement) -> list[Organisation]:
    parties = agreement.parties.select_related("organisation")
    found = [
        party.organisation for party in parties if party.organisation.kind == Organisation.Kind.MUNICIPALITY
    ]
    return sorted(found, key=lambda organisation: sort_key(organisation.short_name))


# --- What it cost


@dataclass(frozen=True)
class Cost:
    """What a municipality paid of a year, by kind in whole kronor, and its row of the distribution."""

    row: Row | None
    distribution: Distribution | None
    kinds: tuple[tuple[str, int], ...]
    is_invoiced: bool
    why_not: str = ""

    @property
    def total(self) -> int:
        return sum(amount for _, amount in self.kinds)

    @property
    def per_inhabitant(self) -> str:
        population = self.row.population if self.row else None
        return kr_per_inhabitant(self.total, population) if population else ""


def _costs(cooperation: Cooperation, year: int, organisation: Organisation) -> Cost:
    """What is invoiced, else the distribution. Abnormal wear is left out: it concerns a person."""
    invoiced = _invoiced(cooperation, year, organisation)
    try:
        shown = distribution_of(cooperation, year, allow_estimated=True)
    except NOT_POSSIBLE as reason:
        return Cost(None, None, tuple(invoiced.items()), bool(invoiced), str(reason))
    row = next((each for each in shown.rows if each.slug == organisation.slug), None)
    fixed = Charge.Kind.FIXED_COST.label
    kinds = {fixed: row.amount if row else 0, **invoiced}
    return Cost(row, shown, tuple(kinds.items()), is_invoiced=fixed in invoiced)


def _invoiced(cooperation: Cooperation, year: int, organisation: Organisation) -> dict[str, int]:
    """The issued amounts of a year by kind in whole kronor, credits taken off."""
    rows = (
        Document.objects.filter(
            charge__agreement__cooperation=cooperation, charge__year=year, organisation=organisation
        )
        .exclude(charge__kind=Charge.Kind.ABNORMAL_WEAR)
        .order_by("charge__kind")
        .values("charge__kind")
        .annotate(kr=Sum("amount"))
    )
    return {Charge.Kind(row["charge__kind"]).label: row["kr"] for row in rows}


# --- The paper


def _paper(
    cooperation: Cooperation,
    agreement: Agreement,
    organisation: Organisation,
    year: int,
    figures: Printed | None,
    costs: Cost,
    today: date,
) -> Json:
    return {
        "kind": "paper",
        "title": f"Avtalssamverkan {year}: {cooperation.name}",
        "subtitle": f"Underlag till rapporten till fullmäktige i {organisation.name}, {LAW}",
        "head": f"Avtalssamverkan {year}, {organisation.name}",
        "foot": f"Underlag {today.isoformat()}. Beloppen är hela kronor.",
        "fictitious": figures is not None and figures.report.is_fictitious,
        "draft": False,
        "dense": True,
        "created": today.isoformat(),
        "author": cooperation.name,
        "sections": [
            _about(cooperation, agreement),
            _paid(cooperation, organisation, year, costs),
            _delivered(organisation, year, figures),
            _remains(cooperation, year if figures is None else year + 1, today),
            _protection(),
        ],
    }


def _section(heading: str, texts: list[str], table: Json | None = None, items: Sequence[str] = ()) -> Json:
    return {"heading": heading, "paragraphs": texts, "table": table, "list": list(items)}


def _about(cooperation: Cooperation, agreement: Agreement) -> Json:
    parties = list(agreement.parties.select_related("organisation"))
    names = sorted((party.organisation.short_name for party in parties), key=sort_key)
    principal = next((each.organisation.name for each in parties if each.role == Party.Role.PRINCIPAL), "")
    since = f", som gäller från {long_date(agreement.starts_on)}" if agreement.starts_on else ""
    led = f" {principal} är huvudman." if principal and principal not in cooperation.summary else ""
    bodies = [text for text in (cooperation.steering_group, cooperation.political_group) if text]
    deciding = (
        f"{bodies[0]} beslutar i frågor nära verksamheten"
        + (f", {bodies[1]} bereder avtal och finansiering" if len(bodies) > 1 else "")
        + ". Avtalet beslutas av varje part."
        if bodies
        else "Avtalet beslutas av varje part."
    )
    return _section(
        "Samverkan och vem som beslutar",
        [
            cooperation.summary.strip(),
            f"{agreement.title}{since}. Parter: {join_names(names)}.{led} {deciding}",
        ],
    )


def _paid(cooperation: Cooperation, organisation: Organisation, year: int, costs: Cost) -> Json:
    heading = f"Vad {organisation.short_name} betalade"
    if not costs.total:
        why = costs.why_not or f"{cooperation.name} fördelar inga kostnader på {organisation.name}."
        return _section(heading, [why])
    return _section(heading, [_paid_said(costs, year)])


def _paid_said(costs: Cost, year: int) -> str:
    """The sum, what it is an inhabitant, the share, and whether it is invoiced."""
    each = f", {costs.per_inhabitant} per invånare" if costs.per_inhabitant else ""
    source = "enligt utställda handlingar" if costs.is_invoiced else f"enligt fördelningen för {year}"
    told = f"Kommunens kostnad var {kr(costs.total)}{each}, {source}."
    if len(costs.kinds) > 1:
        kinds = [f"{label[:1].lower()}{label[1:]} {kr(amount)}" for label, amount in costs.kinds]
        told += f" Det är {join_names(kinds)}."
    if costs.row and costs.distribution:
        told += (
            f" Den fasta kostnaden var {kr(costs.distribution.total)} för alla parter, "
            f"och kommunens andel {costs.row.share} procent.{_caution(costs.distribution)}"
        )
    return told


def _caution(distribution: Distribution) -> str:
    """What makes the amounts less than certain."""
    cautions = {
        " Beloppet är uppräknat och kan ändras.": distribution.is_forecast,
        " Folkmängden är ett exempel.": bool(distribution.population and distribution.population.is_example),
        " Folkmängden är den senast kända.": bool(
            distribution.population and distribution.population.is_estimated
        ),
    }
    return "".join(text for text, holds in cautions.items() if holds)


def _delivered(organisation: Organisation, year: int, figures: Printed | None) -> Json:
    heading = "Vad som levererades"
    if figures is None:
        return _section(heading, [f"Verksamhetsberättelsen för {year} är inte fastställd än."])
    return _section(
        heading,
        [f"För alla parter tillsammans, ur {figures.source}. Ärenden redovisas inte per kommun."],
        {
            "caption": f"Insatser {year}",
            "columns": [{"label": "Insats", "numeric": False}, {"label": str(year), "numeric": True}],
            "rows": [[line.label, *line.cells] for line in figures.lines(means=False, courses=False)],
            "note": " ".join(figures.notes),
        },
        _courses(organisation, figures),
    )


def _courses(organisation: Organisation, figures: Printed) -> list[str]:
    """The trainings and the municipality's own participants, who are staff."""
    own = dict(figures.course_participants(organisation.short_name))
    return [
        f"{table.name}: {table.total.current.text} {table.unit}, "
        f"varav {own[table.code]} från {organisation.short_name}"
        for table in figures.tables
        if table.code in own
    ]


def _remains(cooperation: Cooperation, year: int, today: date) -> Json:
    """The measures of the latest reported review that are not done, and what is reported next.

    `year` is the one whose annual report is to come.
    """
    review = cooperation.quality_reviews.filter(reported_on__isnull=False).order_by("-year").first()
    rows = list(review.improvements.exclude(status__in=(Status.DONE, Status.DROPPED))) if review else []
    items = [
        f"{shorten(row.text, LONGEST_MEASURE, placeholder=' …')} "
        f"({shorten(row.owner, LONGEST_OWNER, placeholder=' …')}, klar senast {long_date(row.due_on)})"
        for row in rows[:MOST_MEASURES]
    ]
    if len(rows) > MOST_MEASURES:
        more = count_word(len(rows) - MOST_MEASURES)
        items.append(f"Ytterligare {more} ur kvalitetsgranskningen {review.year}")
    book = yearbook(cooperation, year)
    if book.deadline and book.report_plan:
        items.append(f"{book.report_plan.title} {year} lämnas senast {long_date(book.deadline)}")
    if asks_for_reviews(cooperation, today.year):
        items.append(f"Kvalitetsgranskning {_review_year(cooperation)}")
    return _section("Vad som återstår", [] if items else ["Inget är antecknat."], items=items)


def _review_year(cooperation: Cooperation) -> int:
    """The review that is under way, or the next one."""
    open_ones = cooperation.quality_reviews.filter(reported_on__isnull=True).order_by("year")
    under_way = open_ones.values_list("year", flat=True).first()
    return under_way or next_review_year(cooperation)


def _protection() -> Json:
    return _section(
        "Så skyddas enskilda",
        [
            "Statistiken gäller människor i en utsatt situation. Grupper med färre än fem personer redovisas "
            "inte, inte heller noll. Två punkter (..) betyder att uppgiften inte redovisas, inte att antalet "
            "är litet. Kommunens egna ärenden redovisas inte, eftersom en enskild då kan kännas igen."
        ],
    )
