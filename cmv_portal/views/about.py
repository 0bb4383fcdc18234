"""The pages behind the links at the foot. Everyone may read them, also without an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render

from cmv_portal.roles import Role
from followup.actions.retention import WINDOW_YEARS

# What each role comes here for; what it may reach stands in cmv_portal/roles.py.
ROLE_TEXTS = {
    Role.CMV_MANAGER: "Fyller i årets siffror, skriver och granskar rapporten, går igenom läsloggen.",
    Role.CMV_STAFF: "Läser siffrorna och skriver i rapporten. En namngiven registrerare fyller i dem.",
    Role.PRINCIPAL_FINANCE: "Gör januarikörningen, lägger in underlag och ställer ut fakturor. "
    "En annan ekonom attesterar.",
    Role.PARTY_FINANCE: "Hämtar den egna partens fakturor och håller dess referenser aktuella.",
    Role.STEERING_MEMBER: "Läser avtalen, fördelningen och den egna partens fakturor. Läser det skyddade "
    "utkastet till rapport och fastställer det.",
    Role.STRATEGIST: "Läser avtalen, fördelningen på alla parter och de fastställda rapporterna.",
    Role.SOCSAM_READER: "Läser avtalen, fördelningen på alla parter och de fastställda rapporterna.",
    Role.ADMINISTRATOR: "Lägger upp konton, roller och mått. Ser avtalen men varken fakturor eller siffror.",
}


@login_not_required
def help_page(request):
    roles = [(role.label, text) for role, text in ROLE_TEXTS.items()]
    return render(request, "about/help.html", {"roles": roles})


@login_not_required
def accessibility(request):
    name, address = settings.ACCESSIBILITY_SUPERVISOR
    return render(
        request,
        "about/accessibility.html",
        {
            "email": settings.CONTACT_EMAIL,
            "assessed_on": settings.ACCESSIBILITY_ASSESSED_ON,
            "supervisor": name,
            "supervisor_address": address,
        },
    )


@login_not_required
def personal_data(request):
    context = {
        "officer": settings.DATA_PROTECTION_CONTACT,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "figures_years": settings.RAW_FIGURES_YEARS,
        "window_years": WINDOW_YEARS,
        "log_years": settings.READ_LOG_YEARS,
    }
    return render(request, "about/personal_data.html", context)


@login_not_required
def contact(request):
    context = {"email": settings.CONTACT_EMAIL, "phone": settings.CONTACT_PHONE}
    return render(request, "about/contact.html", context)


def not_here(request):
    """A page of the sign-in library that the portal does not have."""
    raise Http404
