"""What is recorded of the cooperations in some years, as the facts that duties' states rest on.

The same few queries for one cooperation and for all of them, and for one year and several.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils import timezone

from agreements.duty import Booked, Demand, DutyKind, Fact, Happened, Review
from agreements.models import (
    Body,
    BodyRole,
    Cooperation,
    Decision,
    DecisionStep,
    LocalAgreement,
    Meeting,
    PartyNotice,
)
from agreements.notice_kinds import NoticeKind
from agreements.swedish import long_date
from agreements.terms import TermKind
from costs.models import Charge, PopulationTable
from followup.models import ActivityPlan, AnnualReport, QualityReview, SystematicFollowup

MEETINGS = {
    BodyRole.Kind.STEERING_GROUP: DutyKind.STEERING_MEETING,
    BodyRole.Kind.WORKING_GROUP: DutyKind.WORKING_GROUP_MEETING,
    BodyRole.Kind.NETWORK: DutyKind.NETWORK_MEETING,
}


@dataclass
class _Gathered:
    """A cooperation's facts while they are gathered; facts of a year by the year of the duty."""

    done: dict[int, dict[DutyKind, Fact]] = field(default_factory=lambda: defaultdict(dict))
    booked: dict[int, dict[DutyKind, list[Booked]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    by_party: dict[int, dict[DutyKind, dict[str, Fact]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    demands: list[Demand] = field(default_factory=list)
    reviews: dict[int, Review] = field(default_factory=dict)
    systematic: list[int] = field(default_factory=list)
    bodies: dict[str, Body] = field(default_factory=dict)


class Facts:
    """The facts of some cooperations in some years."""

    def __init__(self, cooperations: Sequence[Cooperation], years: Collection[int]) -> None:
        self._slugs = {cooperation.pk: cooperation.slug for cooperation in cooperations}
        self._years = years
        self._found: dict[int, _Gathered] = defaultdict(_Gathered)
        for gather in (
            self._meetings,
            self._charges,
            self._populations,
            self._reports,
            self._plans,
            self._reviews,
            self._followups,
            self._local_followups,
            self._notices,
            self._answers,
            self._mandates,
        ):
            gather()

    def of(self, cooperation: Cooperation, year: int) -> Happened:
        """A cooperation's facts of a year."""
        found = self._found[cooperation.pk]
        return Happened(
            done=found.done[year],
            by_party=found.by_party[year],
            demands=found.demands,
            booked=found.booked[year],
            reviews=found.reviews,
            systematic_from=min(found.systematic, default=None),
        )

    def bodies(self, cooperation: Cooperation) -> dict[str, Body]:
        """A cooperation's bodies by what they are in it."""
        return self._found[cooperation.pk].bodies

    def _meetings(self) -> None:
        roles = BodyRole.objects.filter(cooperation__in=self._slugs, kind__in=MEETINGS).select_related("body")
        within = defaultdict(list)
        for role in roles:
            self._found[role.cooperation_id].bodies[role.kind] = role.body
            within[role.body_id].append((role.cooperation_id, MEETINGS[BodyRole.Kind(role.kind)]))
        meetings = Meeting.objects.filter(body__in=within, starts_at__year__in=self._years)
        for meeting in meetings.exclude(state=Meeting.State.CANCELLED):
            for cooperation, kind in within[meeting.body_id]:
                booked = _booked(meeting)
                self._found[cooperation].booked[booked.day.year][kind].append(booked)

    def _charges(self) -> None:
        issued = Charge.objects.filter(
            agreement__cooperation__in=self._slugs,
            kind=Charge.Kind.FIXED_COST,
            state=Charge.State.ISSUED,
            year__in=self._years,
        )
        for cooperation, year, on in issued.values_list("agreement__cooperation", "year", "issue_date"):
            where = reverse("distribution", args=[self._slugs[cooperation], year])
            self._done(cooperation, year, DutyKind.INVOICING, Fact(on, f"Utställda {long_date(on)}", where))

    def _populations(self) -> None:
        """Every table with the parties' inhabitants counts for the year of its own day."""
        tables = PopulationTable.objects.filter(
            reference_date__year__in=self._years,
            figures__organisation__parties__agreement__cooperation__in=self._slugs,
        ).values_list(
            "figures__organisation__parties__agreement__cooperation", "reference_date", "is_example"
        )
        for cooperation, day, is_example in tables.distinct():
            if cooperation in self._slugs:
                said = f"Tabellen för {long_date(day)} finns{' (exempelsiffror)' if is_example else ''}"
                where = reverse("populations", args=[self._slugs[cooperation]])
                self._done(cooperation, day.year, DutyKind.POPULATION, Fact(day, said, where))

    def _reports(self) -> None:
        """A year's report is given the year after."""
        adopted = AnnualReport.objects.filter(
            cooperation__in=self._slugs,
            state=AnnualReport.State.ADOPTED,
            year__in=[year - 1 for year in self._years],
        ).order_by("-edition")
        for cooperation, year, on in adopted.values_list("cooperation", "year", "adopted_on"):
            fact = Fact(
                on, f"Fastställd {long_date(on)}", reverse("report", args=[self._slugs[cooperation], year])
            )
            for kind in (DutyKind.ANNUAL_REPORT, DutyKind.YEARLY_ACCOUNT):
                self._done(cooperation, year + 1, kind, fact)

    def _plans(self) -> None:
        """A year's plan is decided the year before."""
        decided = ActivityPlan.objects.filter(
            cooperation__in=self._slugs, decided_on__isnull=False, year__in=[year + 1 for year in self._years]
        )
        for plan in decided.select_related("cooperation"):
            fact = Fact(plan.decided_on, f"Beslutad {long_date(plan.decided_on)}", plan.get_absolute_url())
            self._done(plan.cooperation_id, plan.year - 1, DutyKind.ACTIVITY_PLAN, fact)

    def _reviews(self) -> None:
        reviews = QualityReview.objects.filter(cooperation__in=self._slugs)
        for review in reviews.select_related("cooperation").defer("contents"):
            self._found[review.cooperation_id].reviews[review.year] = _review(review)

    def _followups(self) -> None:
        for followup in SystematicFollowup.objects.filter(cooperation__in=self._slugs).select_related(
            "cooperation"
        ):
            self._found[followup.cooperation_id].systematic.append(followup.year)
            if (on := followup.reported_on) is not None:
                fact = Fact(on, f"Redovisad {long_date(on)}", followup.get_absolute_url())
                self._done(followup.cooperation_id, followup.year, DutyKind.SYSTEMATIC_FOLLOWUP, fact)

    def _local_followups(self) -> None:
        """A year's look back is done when every local agreement has its own (Dalarna, del 5)."""
        everyone: dict[tuple[int, str], set[int]] = defaultdict(set)
        days: dict[tuple[int, str, int], dict[int, date]] = defaultdict(dict)
        rows = LocalAgreement.objects.filter(agreement__cooperation__in=self._slugs).values_list(
            "agreement__cooperation", "agreement__slug", "pk", "followups__year", "followups__done_on"
        )
        for cooperation, slug, local, year, done_on in rows:
            everyone[cooperation, slug].add(local)
            if done_on is not None and year in self._years:
                days[cooperation, slug, year][local] = done_on
        for (cooperation, slug, year), done in days.items():
            if len(done) == len(everyone[cooperation, slug]):
                on, where = max(done.values()), reverse("local_agreements", args=[slug])
                fact = Fact(on, f"Alla {len(done)} uppföljda {long_date(on)}", where)
                self._done(cooperation, year, DutyKind.LOCAL_FOLLOWUP, fact)

    def _notices(self) -> None:
        """Demands to mend a breach, and that a party leaves (19, 22, Norrsken 17), unless taken back."""
        notices = (
            PartyNotice.objects.filter(
                agreement__cooperation__in=self._slugs, kind__in=(NoticeKind.BREACH, NoticeKind.WITHDRAWAL)
            )
            .exclude(closed_on__isnull=False, mended_on=None, leaves_on=None)
            .select_related("agreement", "sender", "against")
        )
        for notice in notices:
            found = self._found[notice.agreement.cooperation_id]
            if notice.kind == NoticeKind.BREACH:
                found.demands.append(_demand(notice))
            else:
                fact = Fact(
                    notice.sent_on, f"Meddelat {long_date(notice.sent_on)}", notice.get_absolute_url()
                )
                found.by_party[notice.sent_on.year][DutyKind.PARTY_NOTICE][notice.sender.name] = fact

    def _answers(self) -> None:
        """What the parties of a proposal have answered: their own bodies' decisions, of any year."""
        steps = DecisionStep.objects.filter(
            agreement__cooperation__in=self._slugs,
            agreement__terms__kind=TermKind.ANSWERS_BY,
            kind=DecisionStep.Kind.APPROVAL,
            decided_on__isnull=False,
        ).select_related("agreement", "organisation")
        for step in steps:
            said = f"Svarade {step.get_outcome_display()} {long_date(step.decided_on)}"
            fact = Fact(step.decided_on, said, step.agreement.get_absolute_url())
            for year in self._years:
                answers = self._found[step.agreement.cooperation_id].by_party[year][DutyKind.ANSWER]
                answers[step.organisation.name] = fact

    def _mandates(self) -> None:
        """That a meeting has dealt with the agreement at the end of a mandate period (22)."""
        decisions = Decision.objects.filter(
            item__cooperation__in=self._slugs,
            item__title__icontains="mandatperiod",
            item__meeting__starts_at__year__in=self._years,
        ).select_related("body", "item__meeting")
        for decision in decisions:
            on = timezone.localdate(decision.item.meeting.starts_at)
            fact = Fact(on, f"{decision}, {long_date(on)}", decision.get_absolute_url())
            self._done(decision.item.cooperation_id, on.year, DutyKind.MANDATE, fact)

    def _done(self, cooperation: int, year: int, kind: DutyKind, fact: Fact) -> None:
        self._found[cooperation].done[year][kind] = fact


def _booked(meeting: Meeting) -> Booked:
    starts = timezone.localtime(meeting.starts_at)
    ends = timezone.localtime(meeting.ends_at) if meeting.ends_at else None
    day, where = starts.date(), meeting.get_absolute_url()
    held = None
    if meeting.state in (Meeting.State.HELD, Meeting.State.ADJUSTED):
        minutes = meeting.adjusted_on and f", protokollet justerat {long_date(meeting.adjusted_on)}"
        held = Fact(day, f"Hölls {long_date(day)}{minutes or ''}", where)
    return Booked(day, held, starts.time(), ends.time() if ends else None, where)


def _demand(notice: PartyNotice) -> Demand:
    where = notice.get_absolute_url()
    mended = notice.mended_on and Fact(notice.mended_on, f"Rättat {long_date(notice.mended_on)}", where)
    return Demand(notice.against.name, notice.received_on or notice.sent_on, mended or None, where)


def _review(review: QualityReview) -> Review:
    where = review.get_absolute_url()

    def fact(on: date | None, said: str) -> Fact | None:
        return Fact(on, f"{said} {long_date(on)}", where) if on else None

    return Review(
        due=review.report_due,
        appointed=fact(review.appointed_on, "Utsedd"),
        worked=fact(review.reported_on, "Redovisad"),
        reported=fact(review.reported_on, "Redovisad"),
    )
