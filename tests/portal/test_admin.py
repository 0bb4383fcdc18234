"""The administration: for administrators only, without costs, with history."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from stdnum import luhn

from agreements.models import Agreement, Organisation, RoleAssignment
from cmv_portal.models import User

PAGES = [
    reverse("admin:index"),
    *(
        reverse(f"admin:{name}_changelist")
        for name in (
            *("agreements_organisation", "agreements_cooperation", "agreements_agreement"),
            *("agreements_roleassignment", "cmv_portal_user"),
        )
    ),
]


@pytest.mark.parametrize("username", ["alex", "noa", "bo", "kim", "sam", "mika", "charlie"])
def test_nobody_else_finds_it(signed_in, username):
    client = signed_in(username)
    for page in [*PAGES, reverse("admin:login"), "/admin/finns-inte/"]:
        assert client.get(page).status_code == 404, page


def test_who_is_not_signed_in_comes_to_our_own_sign_in(db):
    response = Client().get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_the_staff_mark_of_django_opens_nothing(signed_in, person):
    kim = person("kim")
    kim.is_staff = True
    kim.save()
    assert signed_in("kim").get(reverse("admin:index")).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_sees_it_without_inline_code(signed_in, page):
    response = signed_in("admin").get(page)
    assert response.status_code == 200
    html = response.content.decode()
    assert " style=" not in html
    assert "<style" not in html


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("agreements_agreement", lambda: Agreement.objects.get(slug="cmv-2025")),
        ("agreements_organisation", lambda: Organisation.objects.get(slug="berg")),
        ("agreements_roleassignment", lambda: RoleAssignment.objects.first()),
        ("cmv_portal_user", lambda: User.objects.get(username="kim")),
    ],
)
def test_each_row_can_be_read_and_has_its_history(signed_in, name, row):
    client = signed_in("admin")
    pk = row().pk
    for page in ("change", "history"):
        assert client.get(reverse(f"admin:{name}_{page}", args=[pk])).status_code == 200
    assert client.post(reverse(f"admin:{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403


def test_costs_are_not_there(signed_in):
    assert not set(admin.site._registry) & set(apps.get_app_config("costs").get_models())
    seen = signed_in("admin").get(reverse("admin:index")).context["app_list"]
    assert {app["app_label"] for app in seen} == {"agreements", "cmv_portal", "followup"}
    followup = set(apps.get_app_config("followup").get_models()) & set(admin.site._registry)
    assert {model.__name__ for model in followup} == {"MeasureDefinition", "ReportPlan"}


def organisation_form(organisation, **changes):
    names = [
        field.name
        for field in Organisation._meta.fields
        if field.editable and field.name not in ("id", "is_example")
    ]
    return {**{name: getattr(organisation, name) for name in names}, **changes}


def test_a_change_is_written_to_the_history_with_who(signed_in, person):
    berg = Organisation.objects.get(slug="berg")
    signed_in("admin").post(
        reverse("admin:agreements_organisation_change", args=[berg.pk]),
        organisation_form(berg, city="Svenstavik by"),
    )
    latest = berg.history.first()
    assert (latest.city, latest.history_user) == ("Svenstavik by", person("admin"))


def test_a_personal_identity_number_is_refused(signed_in):
    number = "811228-987" + luhn.calc_check_digit("811228987")
    berg = Organisation.objects.get(slug="berg")
    client = signed_in("admin")
    page = reverse("admin:agreements_organisation_change", args=[berg.pk])
    response = client.post(page, organisation_form(berg, address=number))
    assert "Texten verkar innehålla ett personnummer." in response.content.decode()
    kim = User.objects.get(username="kim")
    response = client.post(
        reverse("admin:cmv_portal_user_change", args=[kim.pk]),
        {"username": number.replace("-", ""), "first_name": "K", "last_name": "E", "is_active": "on"},
    )
    assert "Texten verkar innehålla ett personnummer." in response.content.decode()
    kim.refresh_from_db()
    assert kim.username == "kim"


def test_an_account_and_its_role_are_made(signed_in, cmv):
    client = signed_in("admin")
    password = "en-lang-fras-om-fjall"
    client.post(
        reverse("admin:cmv_portal_user_add"),
        {
            **{"username": "ny", "first_name": "Ny", "last_name": "Ny", "title": "", "email": ""},
            **{"usable_password": "true", "password1": password, "password2": password},
        },
    )
    made = User.objects.get(username="ny")
    assert not made.is_superuser
    client.post(
        reverse("admin:agreements_roleassignment_add"),
        {
            **{"user": made.pk, "role": "strategist", "cooperation": cmv.cooperation_id},
            "organisation": Organisation.objects.get(slug="kfjh").pk,
        },
    )
    assert made.assignments.get().role == "strategist"
