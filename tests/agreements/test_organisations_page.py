"""The list of organisations: who takes part in what, and whose reference is missing."""

import pytest
from page_tools import queries_of
from reading import text_of

from agreements.models import Organisation, Party, RoleAssignment

PAGE = "/organisationer/"


def fill_in_berg():
    berg = Organisation.objects.get(slug="berg")
    berg.buyer_reference = "4711"
    berg.save()


def test_the_missing_reference_is_the_headline(signed_in):
    text = text_of(signed_in("alex").get(PAGE))
    assert "Bergs kommun saknar referens" in text
    assert "Bergs kommun Saknas 212000-2502 CMV, Norrsken" in text
    assert "Bräcke kommun EX 1002 exempel 212000-2460 CMV, Norrsken" in text
    assert "Östersunds kommun (din organisation) fakturerar själv 212000-2528 CMV, Norrsken" in text


def test_nothing_is_missing_when_all_have_one(signed_in):
    fill_in_berg()
    text = text_of(signed_in("alex").get(PAGE))
    assert "Alla som faktureras har en referens" in text
    assert "Saknas 212000-2502" not in text


def test_many_missing_are_counted_instead_of_named(signed_in):
    for organisation in Organisation.objects.filter(slug__in=["bracke", "are", "krokom"]):
        organisation.buyer_reference = ""
        organisation.save()
    assert "Fyra organisationer saknar referens" in text_of(signed_in("alex").get(PAGE))


def test_a_reference_is_not_missed_where_nothing_is_invoiced(signed_in):
    text = text_of(signed_in("sam").get(PAGE))
    assert "Falu kommun – okänt Kvinnofrid Dalarna" in text
    assert "Sundsvalls kommun – okänt Resurscentrum Västernorrland" in text


def test_they_stand_in_swedish_order(signed_in):
    rows = signed_in("sam").get(PAGE).context["rows"]
    names = [row.organisation.short_name for row in rows]
    assert names[-5:] == ["Ånge", "Åre", "Älvdalen", "Örnsköldsvik", "Östersund"]


@pytest.mark.parametrize("username", ["kim", "charlie", "noa"])
def test_other_cooperations_parties_are_left_out(signed_in, username):
    text = text_of(signed_in(username).get(PAGE))
    assert "Falu kommun" not in text
    assert "Sundsvalls kommun" not in text


def test_the_cmv_manager_does_not_see_norrskens_parties(signed_in):
    assert "Polismyndigheten" not in text_of(signed_in("charlie").get(PAGE))


def test_without_a_role_the_list_is_empty(signed_in, person):
    RoleAssignment.objects.filter(user=person("kim")).delete()
    assert "Inga organisationer att visa än" in text_of(signed_in("kim").get(PAGE))


def test_the_queries_do_not_grow_with_parties(signed_in, cmv):
    client = signed_in("alex")
    before = queries_of(client, PAGE)
    for number in range(40):
        organisation = Organisation.objects.create(
            slug=f"x{number}", name=f"Kommun {number}", short_name=f"K{number}", kind="municipality"
        )
        Party.objects.create(agreement=cmv, organisation=organisation)
    assert queries_of(client, PAGE) == before <= 7
