"""A revision's way to force, for the tests that walk it: days, signers whom the portal trusts, files."""

from datetime import UTC, date, datetime

from signing_lab import NOW, YEAR, agreement_pdf, authority, certified, sign

from agreements.models import Cooperation, Organisation
from cmv_portal.revisions.entering import add_signature, record_step
from cmv_portal.revisions.starting import start_revision

TODAY = date(2026, 11, 22)
PROPOSED, RECOMMENDED, APPROVED = date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 22)
SIGNED_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
EIGHT = ("berg", "bracke", "harjedalen", "krokom", "ragunda", "stromsund", "are", "ostersund")


class Upload:
    """A file as a form hands it over."""

    def __init__(self, data: bytes, name: str = "avtal.pdf") -> None:
        self.data, self.name, self.size = data, name, len(data)

    def read(self) -> bytes:
        return self.data


def trust(settings, folder) -> None:
    """Let the portal trust the tests' own authority."""
    roots = folder / "rötter.pem"
    roots.write_bytes(authority().pem)
    settings.SIGNATURE_TRUST_ROOTS = str(roots)


def signed_file(name: str, *, at: datetime = SIGNED_AT, known: bool = True, text: str = "", **more) -> bytes:
    """A PDF that somebody of a municipality has signed; with `known` by a certificate the portal trusts."""
    by = authority() if known else None
    holder = certified(
        f"{name} Exempel", by, organisation=name, starts=NOW - YEAR, ends=NOW + 9 * YEAR, **more
    )
    return sign(agreement_pdf(text or f"Avtal undertecknat av {name}"), holder, at=at)


def started(by, **more):
    cmv = Cooperation.objects.get(slug="cmv")
    return start_revision(cooperation=cmv, starts_on=date(2027, 1, 1), by=by, **more)


def common(agreement, by) -> None:
    """The steering group proposes and SocSam recommends."""
    for kind in ("proposal", "recommendation"):
        answer(agreement, kind, None, by, decided_on=PROPOSED, paragraph="12")


def answer(agreement, kind, slug, by, *, outcome="approved", decided_on=APPROVED, **facts):
    return record_step(
        agreement=agreement, kind=kind, organisation=slug and Organisation.objects.get(slug=slug), by=by,
        outcome=outcome, decided_on=decided_on, **facts,
    )  # fmt: skip


def put_signature(agreement, who, by, data: bytes | None = None):
    return add_signature(agreement=agreement, who=who, upload=Upload(data or signed_file(who.name)), by=by)
