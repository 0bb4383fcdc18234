"""Signed files are taken in, checked and counted, each for one signatory (CMV 24).

A signature counts when the check finds it good, or when someone who prepares agreements vouches for the
signer in writing; never for a file that was changed. A party signs after its own approval.
"""

from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.actions.revisions import demand_preparer
from agreements.actions.rounds import demand_recorder
from agreements.entry import Matter, Who, signing_since
from agreements.journey_rows import matter_of
from agreements.models import Agreement, Organisation, Signature
from agreements.refusals import Refused
from agreements.signing.result import STOCKHOLM, Verdict
from agreements.swedish import genitive, long_date
from agreements.uploads import ReceivedSigned, receive_signed


def add_signature(*, agreement: Agreement, who: Who, upload, by) -> Signature:
    """Check a signed file for one signatory, and keep what the check showed. Raises Refused."""
    organisation = Organisation.objects.get(slug=who.key) if who.is_party else None
    demand_recorder(agreement, organisation, by)
    received = receive_signed(upload, at=timezone.now())
    with transaction.atomic():
        agreement = rows.locked(agreement)
        matter = matter_of(agreement)
        _demand_turn(agreement, matter, who)
        _demand_own_file(agreement, received)
        signed_at = received.signed.signed_at
        signature = Signature(agreement=agreement, round=agreement.round, organisation=organisation)
        return rows.save(
            signature,
            by,
            office="" if who.is_party else who.name,
            verdict=received.signed.verdict,
            result=received.signed.as_json(),
            sha256=received.signed.sha256,
            file=received.file,
            file_name=received.name,
            signed_on=signed_at.astimezone(STOCKHOLM).date() if signed_at else None,
            counts=_counts(received, matter, who),
            added_by=by,
        )


def _demand_turn(agreement: Agreement, matter: Matter, who: Who) -> None:
    if agreement.status != Agreement.Status.PROPOSAL or agreement.evidence != Agreement.Evidence.PORTAL:
        raise Refused("Avtalet är inte lämnat för beslut i portalen, så det kan inte undertecknas här.")
    if matter.signature(who.key):
        raise Refused(f"{genitive(who.name)} underskrift är redan inlagd och räknas.")
    if signing_since(matter, who) is None:
        whose = f"{who.name} har" if who.is_party else "Alla parter har"
        raise Refused(f"{whose} inte godkänt avtalet. Underskriften läggs in efter beslutet.")


def _demand_own_file(agreement: Agreement, received: ReceivedSigned) -> None:
    """Refuse a file of an earlier round, and one that has been used for as many as have signed it."""
    same = agreement.signatures.filter(sha256=received.signed.sha256)
    if same.exclude(round=agreement.round).exists():
        raise Refused("Filen hör till en tidigare omgång, med en annan lydelse.")
    used = same.filter(counts=True).count()
    if used and used >= len(received.signed.signatures):
        raise Refused("Filen räknas redan för en annan part. Den har ingen underskrift till.")


def _counts(received: ReceivedSigned, matter: Matter, who: Who) -> bool:
    since, signed_at = signing_since(matter, who), received.signed.signed_at
    if received.signed.verdict != Verdict.VALID or since is None or signed_at is None:
        return False
    return signed_at.astimezone(STOCKHOLM).date() >= since


@transaction.atomic
def accept_signature(*, signature: Signature, reason: str, by) -> Signature:
    """Vouch for a signature that the portal cannot trust by itself, with a written reason. Raises Refused."""
    demand_preparer(signature.agreement, by)
    agreement = rows.locked(signature.agreement)
    signature = rows.locked(signature)
    refusal = why_not_accepted(agreement, signature)
    if refusal:
        raise Refused(refusal)
    if not reason.strip():
        raise Refused("Skriv varför underskriften godtas.")
    return rows.save(signature, by, counts=True, accepted_because=reason.strip())


def why_not_accepted(agreement: Agreement, signature: Signature) -> str:
    """Why nobody may vouch for the signature; empty when somebody may."""
    if signature.counts:
        return "Underskriften räknas redan."
    if not Verdict(signature.verdict).is_whole:
        return "Filen är inte den som undertecknades, så ingen kan godta den."
    if agreement.status != Agreement.Status.PROPOSAL or signature.round != agreement.round:
        return "Omgången är slut."
    others = agreement.signatures.filter(
        round=agreement.round, organisation=signature.organisation, office=signature.office, counts=True
    )
    return "En annan fil räknas redan." if others.exists() else ""


def remark(matter: Matter, who: Who, signature: Signature) -> str:
    """What the check of the file does not see: that it was signed before the party had decided."""
    since = signing_since(matter, who)
    if since and signature.signed_on and signature.signed_on < since:
        return f"Filen är undertecknad före beslutet den {long_date(since)}."
    return ""
