"""A kept scenario is turned into a revision of the agreement."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from agreements.access import may, require
from agreements.refusals import Refused
from cmv_portal.revisions.from_scenario import start_from_scenario
from cmv_portal.roles import Right
from costs.access import get_scenario


@require_POST
def scenario_revision(request, slug, pk):
    row = get_scenario(request.user, slug, pk)
    require(may(request.user, Right.PREPARE_AGREEMENTS, row.cooperation_id))
    try:
        draft, left_out = start_from_scenario(scenario=row, by=request.user)
    except (Refused, ValidationError) as refusal:
        reasons = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        messages.error(request, " ".join(reasons))
        return redirect(row)
    messages.success(request, "Utkastet är en kopia av avtalet med scenariots ändringar.")
    for sentence in left_out:
        messages.warning(request, sentence)
    return redirect("revision", draft.slug)
