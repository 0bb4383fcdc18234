"""/avtal/<avtal>/avvikelser/: nothing about a person can be written, and nobody else's can be read."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.actions.deviations import change_deviation, register_deviation
from agreements.local_access import deviations
from agreements.models import Agreement, Deviation, Organisation, ReadEvent, RoleAssignment
from agreements.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


def address(name="deviations", **more):
    return reverse(name, kwargs={"slug": "dalarna-2024", **more})


def named(*slugs):
    return [Organisation.objects.get(slug=slug) for slug in slugs]


@pytest.fixture
def dalarna():
    return Agreement.objects.get(slug="dalarna-2024")


@pytest.fixture
def register(dalarna, person):
    def made(*slugs, **more):
        return register_deviation(
            agreement=dalarna, kind="cooperation", parties=named(*slugs), by=person("sam"), **more
        )

    return made


@pytest.fixture
def page(signed_in):
    return lambda username: text_of(signed_in(username).get(address()))


# --- What can be stored


def test_there_is_nowhere_to_write_of_anybody():
    """The only texts are choices; the only days are when it was registered and when it was handled."""
    texts = [
        field.name
        for field in Deviation._meta.get_fields()
        if field.concrete
        and field.get_internal_type() in ("CharField", "TextField", "JSONField")
        and not field.choices
    ]
    days = [field.name for field in Deviation._meta.fields if field.get_internal_type() == "DateField"]
    assert texts == []
    assert days == ["registered_on", "handled_on"]


def test_the_day_is_the_portals_own(signed_in):
    region, falun = named("region-dalarna", "falun")
    data = {
        "kind": "cooperation",
        "parties": [region.pk, falun.pk],
        "responsibility": "one",
        "responsible": region.pk,
        "registered_on": "2026-01-02",
        "text": "Något om någon",
    }
    client = signed_in("ronja")
    assert "registered_on" not in client.get(address("deviation_new")).context["form"].fields
    client.post(address("deviation_new"), data)
    stored = Deviation.objects.get()
    assert stored.registered_on == date(2026, 11, 25)
    assert {party.slug for party in stored.parties.all()} == {"region-dalarna", "falun"}


def test_it_takes_two_parties(signed_in, register):
    with pytest.raises(Refused, match="minst två"):
        register("falun")
    with pytest.raises(Refused, match="minst två"):
        register("falun", "berg")
    assert not Deviation.objects.exists()


def test_who_answers_is_one_of_those_concerned(register, person):
    (mora,) = named("mora")
    with pytest.raises(Refused, match="en av parterna som berörs"):
        register("falun", "region-dalarna", responsibility="one", responsible=mora)
    row = register("falun", "region-dalarna")
    with pytest.raises(Refused, match="en av parterna som berörs"):
        change_deviation(deviation=row, responsibility="one", responsible=mora, by=person("sam"))
    row.responsibility = "one"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_who_speaks_for_a_party_registers_only_what_concerns_it(signed_in):
    region, mora = named("region-dalarna", "mora")
    data = {"kind": "application", "parties": [region.pk, mora.pk], "responsibility": "not_agreed"}
    told = text_of(signed_in("ronja").post(address("deviation_new"), data))
    assert "Din organisation ska vara en av parterna som berörs." in told
    assert not Deviation.objects.exists()
    signed_in("sam").post(address("deviation_new"), data)
    assert Deviation.objects.count() == 1


# --- Who sees it: the parties concerned and who follows up for all, and nobody else even as a number


def test_the_parties_concerned_and_the_strategist_see_it(register, page):
    register("falun", "region-dalarna")
    for username in ("ronja", "sam"):
        told = page(username)
        assert "En avvikelse hanteras" in told
        assert "ansvaret är inte överenskommet" in told
    assert "Här står bara avvikelser som berör din organisation." in page("ronja")
    assert "Du ser alla parters avvikelser." in page("sam")


def test_another_partys_deviation_is_not_there_not_even_as_a_number(
    register, page, signed_in, person, dalarna
):
    theirs = register("mora", "region-dalarna")
    told = page("ronja")
    assert "Inga avvikelser är registrerade" in told
    assert "Mora" not in told
    assert list(deviations(person("ronja"), dalarna)) == []
    assert signed_in("ronja").get(theirs.get_absolute_url()).status_code == 404
    assert signed_in("sam").get(theirs.get_absolute_url()).status_code == 200


def test_the_address_tells_no_number(register):
    first, second = register("mora", "region-dalarna"), register("falun", "region-dalarna")
    for row in (first, second):
        assert str(row.key) in row.get_absolute_url()
        assert f"/{row.pk}/" not in row.get_absolute_url()
        assert str(row) == "Avvikelse registrerad 25 november 2026"


@pytest.mark.parametrize("role", ["socsam_reader", "party_finance", "cmv_manager", "administrator"])
def test_other_readers_have_no_page_at_all(role, register, signed_in, person, dalarna):
    """They read the agreement; the deviations are not found, and neither is a link to them."""
    register("falun", "region-dalarna")
    if role != "administrator":
        RoleAssignment.objects.create(
            user=person("mika"), role=role, cooperation=dalarna.cooperation, organisation=named("falun")[0]
        )
    client = signed_in("admin" if role == "administrator" else "mika")
    local = client.get(reverse("local_agreements", args=["dalarna-2024"]))
    assert local.status_code == 200
    assert "Avvikelser" not in text_of(local)
    assert client.get(address()).status_code == 404
    assert client.get(address("deviation_new")).status_code == 404


def test_each_reading_is_in_the_log_without_a_value(register, page, signed_in):
    row = register("falun", "region-dalarna")
    page("ronja")
    signed_in("ronja").get(row.get_absolute_url())
    events = ReadEvent.objects.filter(user__username="ronja")
    assert [(event.object_type, event.object_id) for event in events.order_by("pk")] == [
        ("avvikelser", "dalarna-2024"),
        ("avvikelse", str(row.key)),
    ]


def test_the_list_asks_as_much_for_many_as_for_few(register, signed_in):
    register("falun", "region-dalarna")
    client = signed_in("sam")
    few = queries_of(client, address())
    for slug in ("mora", "orsa", "avesta"):
        register(slug, "region-dalarna")
    assert queries_of(client, address()) == few


# --- Until it is handled


def test_who_is_concerned_agrees_and_handles_it(register, signed_in, page):
    row, (region,) = register("falun", "region-dalarna"), named("region-dalarna")
    client = signed_in("ronja")
    form = client.get(row.get_absolute_url()).context["form"]
    assert {party.slug for party in form.fields["responsible"].queryset} == {"falun", "region-dalarna"}
    data = {"responsibility": "one", "responsible": region.pk, "version": row.history.first().pk}
    client.post(row.get_absolute_url(), data)
    assert "hanteras Region Dalarna ansvarar tills vidare" in page("ronja")
    data |= {"handled_on": "2026-11-25", "version": row.history.first().pk}
    client.post(row.get_absolute_url(), data)
    assert "Alla avvikelser är hanterade" in page("ronja")
    assert client.get(row.get_absolute_url()).status_code == 404


def test_what_is_handled_does_not_change(register, person):
    row = register("falun", "region-dalarna")
    change_deviation(deviation=row, handled_on=date(2026, 11, 25), by=person("sam"))
    with pytest.raises(Refused, match="hanterad"):
        change_deviation(deviation=row, handled_on=None, by=person("sam"))


def test_it_is_not_handled_before_it_is_registered(register, signed_in):
    row = register("falun", "region-dalarna")
    data = {
        "responsibility": "together",
        "handled_on": "2026-11-24",
        "version": row.history.first().pk,
    }
    told = text_of(signed_in("sam").post(row.get_absolute_url(), data))
    assert "kan inte vara hanterad innan den registrerades" in told
