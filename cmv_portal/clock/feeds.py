"""The secret address of a person's calendar: made, revoked, and looked up by its digest alone."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from cmv_portal.models import CalendarFeed, User

SECRET_BYTES = 32


@transaction.atomic
def make_feed(*, by: User) -> str:
    """A new address for the person; the old one stops working. Returns the secret, which is kept nowhere."""
    User.objects.select_for_update().get(pk=by.pk)
    revoke_feeds(by=by)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.create(user=by, sha256=digest(secret))
    return secret


@transaction.atomic
def revoke_feeds(*, by: User) -> None:
    for feed in CalendarFeed.objects.filter(user=by, revoked_at=None):
        feed.revoked_at = timezone.now()
        feed.save()


def owner_of(secret: str) -> User | None:
    """Whose calendar an address shows; None for one that is unknown, revoked or of an ended account."""
    feeds = CalendarFeed.objects.filter(sha256=digest(secret), revoked_at=None, user__is_active=True)
    feed = feeds.select_related("user").first()
    return feed.user if feed else None


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
