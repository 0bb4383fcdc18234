"""What has happened in the portal before the browser comes, so that pages have something to show.

Run by served.py on the scratch database: one year issued, paid and credited, the next year's run
drafted, and a quality review drafted beside it.
"""

from datetime import date

import django


def happen() -> None:
    from agreements.models import Agreement
    from cmv_portal.january.issuing import issue_charge, issue_credit
    from cmv_portal.models import User
    from costs.actions.charges import attest, make_draft, open_fixed_cost, register_charge, register_payment
    from costs.models import Charge, Document, StateGrant

    cmv = Agreement.objects.get(slug="cmv-2025")
    alex, robin = User.objects.get(username="alex"), User.objects.get(username="robin")

    year = open_fixed_cost(agreement=cmv, year=2026)
    make_draft(charge=year, by=alex)
    attest(charge=year, by=robin, issue_date=date(2026, 1, 15))
    paid, in_part, credited, *_ = (
        made for made in issue_charge(charge=year, by=alex) if made.kind == Document.Kind.INVOICE
    )
    register_payment(document=paid, by=alex, paid_on=date(2026, 2, 10), amount=paid.amount)
    register_payment(document=in_part, by=alex, paid_on=date(2026, 2, 12), amount=1000)
    issue_credit(
        document=credited, by=alex, amount=5000, reason="Fel belopp (exempel)", issue_date=date(2026, 3, 1)
    )
    make_draft(charge=open_fixed_cost(agreement=cmv, year=2027), by=alex)
    review = register_charge(
        agreement=cmv, year=2026, kind=Charge.Kind.QUALITY_REVIEW, by=alex, amount=150_000
    )
    make_draft(charge=review, by=alex)
    StateGrant.objects.create(
        agreement=cmv, year=2029, label="Exempelbidrag", amount=100_000, decision="Exempel", is_example=True
    )
    tell_each_other(cmv)
    look_back()


def tell_each_other(cmv) -> None:
    """A breach that was not mended, and a party that leaves because of it."""
    from agreements.actions.notices import give_notice
    from agreements.models import Organisation
    from agreements.notice_kinds import NoticeKind
    from cmv_portal.models import User

    sam = User.objects.get(username="sam")
    berg, are = (Organisation.objects.get(slug=slug) for slug in ("berg", "are"))
    said = {"agreement": cmv, "sender": berg, "by": sam, "summary": "Se skrivelsen (exempel)."}
    breach = give_notice(kind=NoticeKind.BREACH, sent_on=date(2026, 1, 12), against=are, **said)
    give_notice(kind=NoticeKind.LEAVING, sent_on=date(2026, 2, 2), because_of=breach, **said)


def look_back() -> None:
    """In Dalarna: a follow-up, a self-assessment, an indicator, a deviation and an amendment."""
    from decimal import Decimal

    from agreements.actions import deviations, local
    from agreements.models import Agreement, LocalAgreement, LocalFollowUp, Organisation, SelfAssessment
    from cmv_portal.models import User

    dalarna, sam = Agreement.objects.get(slug="dalarna-2024"), User.objects.get(username="sam")
    avesta, region = (Organisation.objects.get(slug=slug) for slug in ("avesta", "region-dalarna"))
    row = LocalFollowUp(local_agreement=LocalAgreement.objects.get(organisation=avesta), year=2025)
    texts = dict.fromkeys(LocalFollowUp.QUESTIONS, "Ett exempel.")
    local.write_followup(followup=row, by=sam, names_nobody=True, done_on=date(2026, 1, 20), **texts)
    assessment = SelfAssessment(agreement=dalarna, organisation=avesta, year=2026)
    local.assess(assessment=assessment, by=sam, **dict.fromkeys(SelfAssessment.PHASES, "under_way"))
    indicator = local.add_indicator(
        agreement=dalarna, by=sam, name="Exempel", source="kolada", unit="percent"
    )
    local.save_values(
        indicator=indicator, year=2025, values={avesta: Decimal("12.5")}, read_from="Exempel",
        read_on=date(2026, 1, 20), by=sam,
    )  # fmt: skip
    deviations.register_deviation(agreement=dalarna, kind="cooperation", parties=[avesta, region], by=sam)
    deviations.add_amendment(
        agreement=dalarna, by=sam, kind="law", clause="del 3", description="Ett exempel.",
        decided_on=date(2026, 1, 20),
    )  # fmt: skip


# The documents are rendered by processes that read this module again: they must not issue once more.
if __name__ == "__main__":
    django.setup()
    happen()
