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
    from costs.models import Charge, Document

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


# The documents are rendered by processes that read this module again: they must not issue once more.
if __name__ == "__main__":
    django.setup()
    happen()
