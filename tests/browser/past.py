"""What has happened in the portal before the browser comes, so that pages have something to show.

Run by served.py against the scratch database: one year issued, paid and credited, the next year's run
drafted, and a quality review drafted beside it.
"""

from datetime import date

import django

django.setup()

from agreements.models import Agreement  # noqa: E402
from cmv_portal.issuing import issue_charge, issue_credit  # noqa: E402
from cmv_portal.models import User  # noqa: E402
from costs.actions import (  # noqa: E402
    attest,
    make_draft,
    open_fixed_cost,
    register_charge,
    register_payment,
)
from costs.models import Charge, Document  # noqa: E402

cmv = Agreement.objects.get(slug="cmv-2025")
alex, robin = User.objects.get(username="alex"), User.objects.get(username="robin")

first = open_fixed_cost(agreement=cmv, year=2026)
make_draft(charge=first, by=alex)
attest(charge=first, by=robin, issue_date=date(2026, 1, 15))
invoices = [made for made in issue_charge(charge=first, by=alex) if made.kind == Document.Kind.INVOICE]
register_payment(document=invoices[0], by=alex, paid_on=date(2026, 2, 10), amount=invoices[0].amount)
register_payment(document=invoices[1], by=alex, paid_on=date(2026, 2, 12), amount=1000)
issue_credit(
    document=invoices[2], by=alex, amount=5000, reason="Fel belopp (exempel)", issue_date=date(2026, 3, 1)
)
make_draft(charge=open_fixed_cost(agreement=cmv, year=2027), by=alex)
review = register_charge(agreement=cmv, year=2026, kind=Charge.Kind.QUALITY_REVIEW, by=alex, amount=150_000)
make_draft(charge=review, by=alex)
