"""A revision's pages: beside the edition in force, term by term, clause by clause, krona by krona."""

import pytest
from journey_lab import TODAY, started
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.actions import revisions, rounds
from agreements.models import Agreement
from cmv_portal.revisions.budget import lines_of

PAGE = "/avtal/cmv-2027/revidering/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_clock(monkeypatch, TODAY)


@pytest.fixture
def sam(person):
    return person("sam")


@pytest.fixture
def draft(sam):
    return started(sam)


def now(draft):
    return Agreement.objects.get(pk=draft.pk)


def test_the_strategist_starts_a_revision_from_the_agreements_page(signed_in):
    sam = signed_in("sam")
    assert "Börja på en revidering" in text_of(sam.get("/avtal/cmv-2025/"))
    assert "Börja på en revidering" not in text_of(sam.get("/avtal/cmv-2023/"))
    assert "Börja på en revidering" not in text_of(signed_in("kim").get("/avtal/cmv-2025/"))
    form = sam.get("/avtal/cmv-2025/revidera/").context["form"]
    assert form["starts_on"].value() == "2027-01-01"
    given = {"starts_on": "2027-01-01", "uplift": "no", "purpose": "Ny budget"}
    assert sam.post("/avtal/cmv-2025/revidera/", given).url == PAGE
    assert "pågår redan" in text_of(
        sam.post("/avtal/cmv-2025/revidera/", {**given, "starts_on": "2028-01-01"})
    )
    assert "Revideringen Samarbetsavtal Centrum mot våld 2027" in text_of(sam.get("/"))
    assert "Samarbetsavtal Centrum mot våld 2027 utkast" in text_of(sam.get("/samverkan/cmv/"))


def test_a_draft_is_hidden_from_readers_and_a_proposal_is_not(signed_in, draft, sam):
    mika, kim = signed_in("mika"), signed_in("kim")
    hidden = [PAGE, "/avtal/cmv-2027/", "/avtal/cmv-2027/beslut/"]
    assert [mika.get(page).status_code for page in hidden] == [404] * 3
    assert [kim.get(page).status_code for page in hidden] == [200] * 3
    assert "2027" not in text_of(mika.get("/avtal/"))
    assert "Samarbetsavtal Centrum mot våld 2027" in text_of(kim.get("/avtal/"))
    assert "våld 2027" not in text_of(kim.get("/avtal/cmv-2025/"))
    rounds.submit(agreement=draft, revision=1, by=sam)
    assert [mika.get(page).status_code for page in hidden] == [200] * 3
    assert "Samarbetsavtal Centrum mot våld 2027 utgåvan efter, förslag" in text_of(
        mika.get("/avtal/cmv-2025/")
    )


def test_what_changes_stands_beside_what_is_in_force_with_kronor_a_party(signed_in, draft):
    sam = signed_in("sam")
    assert "Inget är ändrat än." in text_of(sam.get(PAGE))
    term = f"{PAGE}villkor/overhead_percent/"
    given = {"version": "1", "value": "10", "clause": "11.2"}
    assert sam.post(term, given).url == PAGE
    clause = {
        "version": "2",
        "clause": "11.2",
        "before": "OH är 9 %.",
        "after": "OH är 10 %.",
        "reason": "Dyrare",
    }
    assert sam.post(f"{PAGE}punkter/ny/", clause).url == PAGE
    text = text_of(sam.get(PAGE))
    assert "OH-kostnad i procent Punkt 11.2 9 % 10 %" in text
    assert "OH är 9 %." in text
    assert "Skäl Dyrare" in text
    assert "Alla 5 033 723 kr 5 079 903 kr +46 180 kr" in text
    assert "Ändrar ett villkor, en punkt i texten." in text


def test_kronor_are_not_shown_to_who_may_not_see_costs(signed_in, draft, sam):
    rounds.submit(agreement=draft, revision=1, by=sam)
    assert "Kronor per part" in text_of(signed_in("mika").get(PAGE))
    assert "Kronor per part" not in text_of(signed_in("admin").get(PAGE))


def test_a_colleagues_change_meanwhile_is_shown_with_both_values(signed_in, draft, sam):
    client, page = signed_in("sam"), f"{PAGE}villkor/uplift_percent/"
    revisions.change_term(
        agreement=draft, revision=1, kind="uplift_percent", value="3,5", clause="11.2", by=sam
    )
    response = client.post(page, {"version": "1", "value": "4", "clause": "11.2"})
    text = text_of(response)
    assert "En kollega har sparat i revideringen" in text
    assert "Det som står nu Värde 3,5" in text
    assert response.context["form"]["value"].value() == "4"
    assert draft.terms.get(kind="uplift_percent").value == "3,5"
    again = client.post(
        page, {"version": response.context["form"]["version"].value(), "value": "4", "clause": "1"}
    )
    assert again.status_code == 302
    assert draft.terms.get(kind="uplift_percent").value == "4"


def test_the_budget_is_written_line_by_line_and_a_stale_one_is_told(signed_in, draft):
    client, page = signed_in("sam"), f"{PAGE}budget/"
    lines = {"label_1": "Personal", "amount_1": "4 000 000", "label_2": "Lokaler", "amount_2": "500 000"}
    assert client.post(page, {"version": "1", **lines}).status_code == 302
    assert lines_of(draft) == [("Personal", 4_000_000), ("Lokaler", 500_000)]
    stale = client.post(page, {"version": "1", **lines, "amount_1": "1"})
    assert "Belopp för post 1, kr 4 000 000" in text_of(stale)
    assert lines_of(draft)[0] == ("Personal", 4_000_000)


def test_parties_are_added_and_left_out(signed_in, draft):
    client, page = signed_in("sam"), f"{PAGE}parter/"
    form = client.get(page).context["form"]
    given = {name: form[name].value() for name in form.fields}
    given |= {"part_are": "", "part_berg": "party", "new": "falun", "new_role": "payer"}
    assert client.post(page, given).status_code == 302
    parties = dict(now(draft).parties.values_list("organisation__slug", "pays"))
    assert "are" not in parties
    assert (parties["berg"], parties["falun"], len(parties)) == (False, True, 8)
    text = text_of(client.get(PAGE))
    assert "Åre kommun part, delar kostnaden inte part" in text


def test_head_and_clauses_can_be_changed_again(signed_in, draft):
    client = signed_in("sam")
    head = {"version": "1", "title": "Nytt namn", "starts_on": "2027-02-01", "purpose": "Därför"}
    assert client.post(f"{PAGE}uppgifter/", head).status_code == 302
    assert now(draft).title == "Nytt namn"
    client.post(f"{PAGE}punkter/ny/", {"version": "2", "clause": "5", "before": "", "after": "Nytt"})
    change = draft.clause_changes.get()
    page = f"{PAGE}punkter/{change.pk}/"
    client.post(page, {"version": "3", "clause": "5", "before": "", "after": "Nyare"})
    assert draft.clause_changes.get().after == "Nyare"
    assert client.post(f"{page}ta-bort/", {"version": "4"}).status_code == 302
    assert not draft.clause_changes.exists()


def test_submit_withdraw_and_drop(signed_in, draft):
    client = signed_in("sam")
    assert client.post(f"{PAGE}lamna/", {"version": "7"}).url == PAGE
    assert "En kollega har sparat" in text_of(client.get(PAGE))
    assert client.post(f"{PAGE}lamna/", {"version": "1"}).url == "/avtal/cmv-2027/beslut/"
    assert client.get(f"{PAGE}budget/").status_code == 404
    client.post(f"{PAGE}ta-tillbaka/")
    assert now(draft).status == "draft"
    client.post(f"{PAGE}lagg-ner/")
    assert now(draft).status == "dropped"
    assert "är nedlagt" in text_of(client.get(PAGE))


def test_the_queries_do_not_grow_with_the_changes(signed_in, draft, sam):
    client = signed_in("sam")
    before = queries_of(client, PAGE)
    for number in range(1, 6):
        words = {"clause": str(number), "heading": "", "before": "", "after": "Nytt", "reason": ""}
        revisions.write_clause(agreement=draft, revision=number, change=None, **words, by=sam)
    assert queries_of(client, PAGE) <= before + 1  # the history of a kind of row that was not there before
