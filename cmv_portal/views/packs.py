"""Decision packs: what is in them, as a page, and their files; from a revision or from a year's budget."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_agreement, get_cooperation, may, require
from agreements.models import Agreement
from agreements.queries import edition_on
from cmv_portal.packs.alternative import alternative_of
from cmv_portal.packs.budget import budget_matter
from cmv_portal.packs.files import Pack, PackFile
from cmv_portal.packs.revision import revision_matter
from cmv_portal.roles import Right
from costs.access import get_scenario, scenarios
from costs.models import Charge
from costs.queries.distribution import YEARS

SCENARIO = "scenario"
SUFFIXES = ("docx", "pdf")


def agreement_pack(request, slug):
    found = _revision(request.user, slug)
    trail = [("Avtal", reverse("agreements")), (found.title, found.get_absolute_url())]
    address = reverse("agreement_pack", args=[slug])
    return _page(request, _with_alternative(request, _revision_pack(found)), address, trail, "agreements")


def agreement_pack_file(request, slug, name):
    return _file(_with_alternative(request, _revision_pack(_revision(request.user, slug))), name)


def agreement_extract(request, slug, organisation, suffix):
    return _extract(_revision_pack(_revision(request.user, slug)), organisation, suffix)


def budget_pack(request, slug, year):
    pack = _with_alternative(request, _budget_pack(request.user, slug, year))
    cooperation = pack.agreement.cooperation
    trail = [
        ("Kostnader", reverse("costs")),
        (f"Budget {cooperation.short_name}", reverse("budget", args=[slug])),
    ]
    return _page(request, pack, reverse("budget_pack", args=[slug, year]), trail, "costs")


def budget_pack_file(request, slug, year, name):
    return _file(_with_alternative(request, _budget_pack(request.user, slug, year)), name)


def budget_extract(request, slug, year, organisation, suffix):
    return _extract(_budget_pack(request.user, slug, year), organisation, suffix)


# --- What one may reach


def _revision(user, slug: str) -> Agreement:
    """A revision whose pack the person may have: who prepares it, and once it is submitted its readers."""
    found = get_agreement(user, slug)
    prepares = may(user, Right.PREPARE_AGREEMENTS, found.cooperation_id)
    reads = found.submitted_on is not None and may(user, Right.SEE_ALLOCATION, found.cooperation_id)
    open_to = found.status in (Agreement.Status.DRAFT, Agreement.Status.PROPOSAL) or found.submitted_on
    require(bool(open_to) and found.status != Agreement.Status.DROPPED and (prepares or reads))
    return found


def _revision_pack(found: Agreement) -> Pack:
    return Pack(revision_matter(found, timezone.localdate()), found, found.slug)


def _budget_pack(user, slug: str, year: int) -> Pack:
    """A year ahead of the agreement in force, not yet invoiced; for who prepares."""
    today = timezone.localdate()
    require(year in YEARS and year >= today.year)
    cooperation = get_cooperation(user, slug, Right.PREPARE_AGREEMENTS)
    agreement = edition_on(cooperation, today)
    if agreement is None:
        raise Http404("Inget avtal gäller.")
    issued = agreement.charges.filter(year=year, kind=Charge.Kind.FIXED_COST, state=Charge.State.ISSUED)
    require(not issued.exists())
    return Pack(budget_matter(agreement, year, today), agreement, f"{slug}-budget-{year}")


def _with_alternative(request, pack: Pack) -> Pack:
    """The pack with the scenario that is asked for, where the person may open it."""
    asked = request.GET.get(SCENARIO, "")
    if not asked:
        return pack
    require(asked.isascii() and asked.isdecimal())
    row = get_scenario(request.user, pack.agreement.cooperation.slug, int(asked))
    return replace(pack, matter=replace(pack.matter, alternative=alternative_of(row)), scenario=row.pk)


# --- What is sent


def _page(request, pack: Pack, address: str, trail, nav: str) -> HttpResponse:
    context = {
        "nav": nav,
        "trail": trail,
        "here": "Beslutsunderlag",
        "pack": pack,
        "matter": pack.matter,
        "memo": pack.memo,
        "address": address,
        "query": f"?{SCENARIO}={pack.scenario}" if pack.scenario else "",
        "scenarios": scenarios(request.user).filter(cooperation=pack.agreement.cooperation_id),
    }
    return render(request, "portal/pack/pack.html", context)


def _file(pack: Pack, name: str) -> HttpResponse:
    file = pack.file(name)
    if file is None:
        raise Http404
    return _sent(pack, file)


def _extract(pack: Pack, organisation: str, suffix: str) -> HttpResponse:
    """A party's extract, once the political group has decided."""
    party = pack.matter.party(organisation)
    require(suffix in SUFFIXES and party is not None and pack.matter.recommendation is not None)
    return _sent(pack, pack.extract_of(party, suffix))


def _sent(pack: Pack, file: PackFile) -> HttpResponse:
    name = pack.file_name(file.name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(file.make(), content_type=file.content_type, headers=headers)
