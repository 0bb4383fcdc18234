"""The read log: who has read raw figures, drafts and cases of wear. Reading the log is itself logged."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.models import ReadEvent
from agreements.read_log import log_read
from agreements.swedish import count_word
from cmv_portal.roles import Right
from followup.access import get_for_figures
from followup.queries.read_log import READ_LOG, Reading, months, read_month, readers, readings

ROWS = 100
RUNS = 12


def read_log(request, slug):
    """A month's readings, for the centre's manager; by person, or only what stands out, when asked for."""
    cooperation = get_for_figures(request.user, slug, right=Right.SEE_READ_LOG, what=READ_LOG)
    today = timezone.localdate()
    month = read_month(request.GET.get("manad", ""), today)
    log_read(
        user=request.user,
        action=ReadEvent.Action.VIEW,
        object_type=READ_LOG,
        object_id=month.name,
        cooperation=cooperation,
    )
    found = readings(cooperation, month)
    people = readers(found)
    person, only = request.GET.get("person", ""), request.GET.get("visa") == "avvikande"
    shown = [
        each
        for each in found
        if (not person or str(each.event.user_id) == person) and (not only or each.stands_out)
    ]
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "cooperation": cooperation,
        "month": month,
        "months": sorted({*months(cooperation, today), month}, reverse=True),
        "people": people,
        "chosen": person,
        "only": only,
        "heading": _heading(len(people), month.name),
        "lead": _lead(found),
        "page": Paginator(shown, ROWS).get_page(request.GET.get("sida")),
        "runs": cooperation.retention_runs.select_related("by")[:RUNS],
    }
    return render(request, "followup/read_log/read_log.html", context)


def _heading(people: int, month: str) -> str:
    if not people:
        return f"Ingen har läst något i {month}"
    counted = f"{count_word(people).capitalize()} {'person' if people == 1 else 'personer'}"
    return f"{counted} står i loggen för {month}"


def _lead(found: list[Reading]) -> str:
    """What to look closer at, in words."""
    odd, refused = sum(each.is_odd for each in found), sum(each.is_refused for each in found)
    told = [
        *([f"{count_word(odd)} på ovanlig tid"] if odd else []),
        *([f"{count_word(refused)} som nekades"] if refused else []),
    ]
    if not found:
        return "Här visas vem som har läst siffror, utkast och särskilda kostnader. Aldrig vad som stod där."
    if not told:
        return "Inget sticker ut: ingen läsning på ovanlig tid, och ingen som nekades."
    return f"Se efter vad de gällde: {' och '.join(told)}."
