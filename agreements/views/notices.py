"""The notices between an agreement's parties: the list, a new one, and one with what it sets going."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import get_agreement, require
from agreements.actions import notices as actions
from agreements.models import Agreement, PartyNotice
from agreements.notice_access import acts_for, get_notice, keeps, senders, writes
from agreements.notice_forms import LeavingForm, NoticeFollowUpForm, NoticeForm, title_of
from agreements.notice_kinds import NOTICES, NoticeKind, kind_called, offered
from agreements.notice_queries import notice_page, notices_page
from agreements.queries import terms_of
from agreements.views.editing import edit_row, tell_refused


def notices(request, slug):
    """Every notice under the agreement, and the kinds it knows of."""
    agreement = get_agreement(request.user, slug)
    page = notices_page(request.user, agreement, timezone.localdate())
    context = {"nav": "agreements", "trail": _trail(agreement)[:2], "agreement": agreement, "page": page}
    return render(request, "agreements/notices/notices.html", context)


def notice_new(request, slug, kind):
    """Register a notice that a party has given."""
    agreement, kind = get_agreement(request.user, slug), kind_called(kind)
    require(agreement.status == Agreement.Status.ADOPTED)
    require(kind in offered(terms_of(agreement, timezone.localdate())))
    mine = list(senders(request.user, agreement)[:2])
    require(bool(mine))
    row = PartyNotice(agreement=agreement, kind=kind, sender=mine[0] if len(mine) == 1 else None)

    def give(version, **given):
        actions.give_notice(agreement=agreement, kind=kind, **given)

    return _edit(request, row, NoticeForm, give, "Meddelandet är registrerat.", title_of(kind))


def notice(request, slug, pk):
    """A notice with what it sets going, by clause."""
    found = get_notice(request.user, slug, pk)
    context = {
        "nav": "agreements",
        "trail": _trail(found.agreement),
        "notice": found,
        "page": notice_page(request.user, found, timezone.localdate()),
    }
    return render(request, "agreements/notices/notice.html", context)


def notice_edit(request, slug, pk):
    found = _open(request, slug, pk)
    require(acts_for(request.user, found.agreement, found.sender_id) and found.leaves_on is None)
    change = partial(actions.change_notice, notice=found)
    return _edit(request, found, NoticeForm, change, "Meddelandet är sparat.", "Ändra meddelandet")


def notice_followup(request, slug, pk):
    """What has happened since: received, answered, passed on, mended, closed."""
    found = _open(request, slug, pk)
    require(writes(request.user, found))
    change = partial(actions.change_notice, notice=found)
    return _edit(request, found, NoticeFollowUpForm, change, "Sparat.", "Vad som har hänt")


def notice_leaving(request, slug, pk):
    """Register a request to leave at once, with the day; the other kind has its day from the terms."""
    found = _open(request, slug, pk)
    require(found.kind == NoticeKind.LEAVING and keeps(request.user, found.agreement))
    register = partial(actions.register_leaving, notice=found)
    said = f"{found.sender} är registrerad som part till och med dagen."
    return _edit(request, found, LeavingForm, register, said, "Registrera utträdet")


@require_POST
def notice_register(request, slug, pk):
    found = _kept(request, slug, pk)
    tell_refused(request, actions.register_leaving, notice=found)
    return redirect(found)


@require_POST
def notice_take_back(request, slug, pk):
    found = _kept(request, slug, pk)
    tell_refused(request, actions.take_back, notice=found)
    return redirect(found)


def _open(request, slug, pk) -> PartyNotice:
    """A notice that is not closed; else 404."""
    found = get_notice(request.user, slug, pk)
    require(found.closed_on is None)
    return found


def _kept(request, slug, pk) -> PartyNotice:
    """A notice whose party's leaving the person may register or take back; else 404."""
    found = get_object_or_404(PartyNotice, pk=get_notice(request.user, slug, pk).pk)
    require(keeps(request.user, found.agreement))
    return found


def _trail(agreement) -> list[tuple[str, str]]:
    return [
        ("Avtal", reverse("agreements")),
        (agreement.title, agreement.get_absolute_url()),
        ("Meddelanden", reverse("notices", args=[agreement.slug])),
    ]


def _edit(request, row, form_class, action, said, title):
    """The page that writes a notice or a part of it."""
    if form_class is not LeavingForm:
        form_class = partial(form_class, user=request.user)
    trail = _trail(row.agreement)
    trail += [(str(row), row.get_absolute_url())] if row.pk else []
    about = NOTICES[NoticeKind(row.kind)].about
    return edit_row(
        request,
        form_class=form_class,
        instance=row,
        action=action,
        back=row.get_absolute_url() if row.pk else trail[-1][1],
        said=said,
        template="agreements/edit.html",
        context={"nav": "agreements", "trail": trail, "here": title, "title": title, "about": about},
    )
