"""The agreements of every cooperation that the person may read about."""

from django.shortcuts import render
from django.utils import timezone

from agreements.access import cooperations, cooperations_with_drafts
from agreements.editions import editions_of
from agreements.swedish import count_word, join_names


def agreements(request):
    drafts = cooperations_with_drafts(request.user)
    found = editions_of(cooperations(request.user), timezone.localdate(), with_drafts=drafts)
    in_force = [row.cooperation.name for row in found if row.current]
    proposed = [row.cooperation.name for row in found if not row.current and row.has_proposal]
    context = {
        "nav": "agreements",
        "cooperations": found,
        "number_in_force": count_word(len(in_force), neuter=True).capitalize() if in_force else "",
        "in_force": join_names(in_force),
        "proposed": join_names(proposed),
    }
    return render(request, "agreements/agreements/agreements.html", context)
