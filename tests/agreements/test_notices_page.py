"""/avtal/<avtal>/meddelanden/: the list, registering, a notice with what it sets going, and who may what."""

from datetime import date

import pytest
from django.urls import reverse
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.actions.notices import give_notice
from agreements.models import Agreement, Organisation, Party, PartyNotice
from agreements.notice_kinds import NoticeKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


def address(name="notices", slug="cmv-2025", **more):
    return reverse(name, kwargs={"slug": slug, **more})


@pytest.fixture
def page(signed_in):
    return lambda username, slug="cmv-2025": text_of(signed_in(username).get(address(slug=slug)))


@pytest.fixture
def given(person):
    def make(kind=NoticeKind.BREACH, sender="are", against="berg", slug="cmv-2025", **more):
        return give_notice(
            agreement=Agreement.objects.get(slug=slug),
            kind=kind,
            sender=Organisation.objects.get(slug=sender),
            sent_on=more.pop("sent_on", date(2026, 11, 16)),
            summary="Möjligheten att medverka i nätverket har upphört.",
            by=person("sam"),
            against=against and Organisation.objects.get(slug=against),
            **more,
        )

    return make


@pytest.fixture
def breach(given):
    return given()


def read(signed_in, username, notice):
    return text_of(signed_in(username).get(notice.get_absolute_url()))


# --- The list


def test_an_empty_list_says_what_can_be_told(page):
    told = page("kim")
    assert "Inga meddelanden är registrerade" in told
    assert "Registrera ett meddelande" in told
    assert "Anmodan att rätta avtalsbrott" in told
    assert "Punkt 19" in told
    assert "Registrera ett meddelande" not in page("mika")
    assert "Det här kan parterna meddela" in page("mika")


def test_norrsken_has_only_its_own_clauses(page):
    told = page("sam", "norrsken-2023")
    assert "Begäran om omförhandling" in told
    assert "Punkt 17" in told
    assert "avtalsbrott" not in told
    assert "force majeure" not in told


@pytest.mark.parametrize("slug", ["dalarna-2024", "vasternorrland-2024"])
def test_an_agreement_without_such_clauses_says_so(slug, page, signed_in):
    assert "Avtalet säger inget om vad parterna ska meddela varandra" in page("sam", slug)
    assert signed_in("sam").get(address("notice_new", slug, kind="uppsagning")).status_code == 404


def test_the_list_tells_how_each_stands(breach, given, page):
    given(NoticeKind.INFORMATION, "berg", None)
    told = page("mika")
    assert "Två meddelanden är inte avslutade" in told
    assert "Anmodan att rätta avtalsbrott från Åre Till Bergs kommun, skickat 16 november 2026" in told
    assert "rättas senast 30 november 2026" in told
    assert "ska föras vidare" in told


def test_the_list_asks_as_much_for_many_as_for_few(breach, given, signed_in):
    client = signed_in("sam")
    few = queries_of(client, address())
    for sender in ("krokom", "ragunda", "bracke"):
        given(NoticeKind.RENEGOTIATION, sender, None)
    assert queries_of(client, address()) == few


def test_another_cooperations_notices_are_not_found(given, signed_in):
    notice = given(NoticeKind.WITHDRAWAL, "berg", None, "norrsken-2023", sent_on=date(2026, 6, 30))
    assert signed_in("charlie").get(address(slug="norrsken-2023")).status_code == 404
    assert signed_in("charlie").get(notice.get_absolute_url()).status_code == 404
    assert signed_in("vide").get(notice.get_absolute_url()).status_code == 200
    wrong = address("notice", "cmv-2025", pk=notice.pk)
    assert signed_in("sam").get(wrong).status_code == 404


# --- Registering


def sent(**changed):
    return {
        "sender": Organisation.objects.get(slug="berg").pk,
        "against": Organisation.objects.get(slug="are").pk,
        "sent_on": "2026-11-20",
        "summary": "Nätverket bemannas inte.",
        **changed,
    }


def test_a_steering_member_gives_notice_for_the_own_party_alone(signed_in):
    client = signed_in("kim")
    where = address("notice_new", kind="avtalsbrott")
    form = client.get(where).context["form"]
    assert [row.slug for row in form.fields["sender"].queryset] == ["berg"]
    client.post(where, sent(sender=Organisation.objects.get(slug="krokom").pk))
    assert not PartyNotice.objects.exists()
    client.post(where, sent())
    stored = PartyNotice.objects.get()
    assert (stored.sender.slug, stored.against.slug, stored.kind) == ("berg", "are", "breach")
    assert stored.registered_by.username == "kim"


def test_the_form_asks_for_what_the_kind_has(signed_in):
    client = signed_in("sam")
    breach = client.get(address("notice_new", kind="avtalsbrott")).context["form"].fields
    winding = client.get(address("notice_new", kind="avvecklingskostnader")).context["form"].fields
    assert "against" in breach
    assert "amount" not in breach
    assert "amount" in winding
    assert "against" not in winding
    assert client.get(address("notice_new", kind="nagot-annat")).status_code == 404


def test_a_form_that_lacks_the_other_party_says_so(signed_in):
    told = text_of(signed_in("sam").post(address("notice_new", kind="avtalsbrott"), sent(against="")))
    assert "Välj vem meddelandet riktas mot." in told


def test_a_notice_to_oneself_is_refused(signed_in):
    berg = Organisation.objects.get(slug="berg").pk
    told = text_of(signed_in("sam").post(address("notice_new", kind="avtalsbrott"), sent(against=berg)))
    assert "en annan part än avsändaren" in told
    assert not PartyNotice.objects.exists()


def test_the_text_takes_no_personal_number_and_warns_of_persons(signed_in):
    client = signed_in("sam")
    where = address("notice_new", kind="avtalsbrott")
    assert "Skriv inget om enskilda personer" in text_of(client.get(where))
    assert "personnummer" in text_of(client.post(where, sent(summary="Gäller 850709-9805.")))
    assert not PartyNotice.objects.exists()


@pytest.mark.parametrize("username", ["mika", "noa", "lo", "alex", "admin"])
def test_not_everyone_gives_notice(username, signed_in, breach):
    client = signed_in(username)
    assert client.get(address("notice_new", kind="avtalsbrott")).status_code == 404
    assert client.get(address("notice_followup", pk=breach.pk)).status_code == 404
    assert client.get(address("notice_edit", pk=breach.pk)).status_code == 404


# --- A breach


def test_a_breach_says_what_it_sets_going_by_clause(breach, signed_in):
    told = read(signed_in, "mika", breach)
    assert "Bergs kommun rättar avtalsbrottet inom 14 dagar, senast 30 november 2026." in told
    assert "Rättas det inte får en annan part begära utträde genast, från 1 december 2026." in told
    assert told.count("Punkt 19") >= 3
    assert "Skriv vad som har hänt" not in told


def test_the_party_it_is_directed_at_answers_but_does_not_say_that_it_is_mended(breach, signed_in):
    client = signed_in("kim")
    fields = client.get(address("notice_followup", pk=breach.pk)).context["form"].fields
    assert {*fields} == {"received_on", "answered_on", "answer", "version"}
    data = {"answered_on": "2026-11-20", "answer": "Bemannas från den 1.", "mended_on": "2026-11-20"}
    data["version"] = breach.history.first().pk
    client.post(address("notice_followup", pk=breach.pk), data)
    breach.refresh_from_db()
    assert (breach.answered_on, breach.mended_on) == (date(2026, 11, 20), None)
    assert client.get(address("notice_edit", pk=breach.pk)).status_code == 404


def test_the_strategist_registers_that_it_is_mended(breach, signed_in):
    data = {"mended_on": "2026-11-24", "version": breach.history.first().pk}
    signed_in("sam").post(address("notice_followup", pk=breach.pk), data)
    told = read(signed_in, "mika", breach)
    assert "rättat 24 november 2026" in told
    assert "Ingen part får lämna avtalet av det här skälet. Punkt 19 rättat i tid" in told


def test_a_colleagues_change_is_shown_and_not_overwritten(breach, signed_in):
    old = breach.history.first().pk
    client = signed_in("sam")
    client.post(address("notice_followup", pk=breach.pk), {"answer": "Ett", "version": old})
    told = text_of(
        client.post(
            address("notice_followup", pk=breach.pk),
            {"answer": "Två", "received_on": "2026-11-18", "version": old},
        )
    )
    assert "En kollega har ändrat det här" in told
    assert "Svaret i korthet Ett" in told
    assert "Ett" in PartyNotice.objects.get().answer


# --- A withdrawal


def test_a_withdrawal_in_norrsken_is_registered_with_one_button(given, signed_in):
    notice = given(NoticeKind.WITHDRAWAL, "berg", None, "norrsken-2023", sent_on=date(2026, 6, 30))
    client = signed_in("sam")
    told = text_of(client.get(notice.get_absolute_url()))
    assert "Beskedet kom senast 30 juni 2026. Bergs kommun kan lämna efter 31 december 2026." in told
    assert "Registrera att Berg lämnar" in told
    assert "Registrera att Berg lämnar" not in read(signed_in, "kim", notice)
    told = text_of(client.post(address("notice_register", "norrsken-2023", pk=notice.pk), follow=True))
    assert "Bergs kommun är inte med i fördelningen från och med 2027." in told
    assert Party.objects.get(agreement__slug="norrsken-2023", organisation__slug="berg").valid_until == date(
        2026, 12, 31
    )
    told = text_of(client.post(address("notice_take_back", "norrsken-2023", pk=notice.pk), follow=True))
    assert "avslutat 25 november 2026" in told.lower()


def test_a_withdrawal_in_cmv_says_that_no_day_can_be_computed(given, signed_in):
    notice = given(NoticeKind.WITHDRAWAL, "berg", None)
    client = signed_in("sam")
    told = text_of(client.get(notice.get_absolute_url()))
    assert "Ska föregås av gemensamma diskussioner i SocSam." in told
    assert "kan inte beräknas: avtalet anger ingen första slutdag" in told
    assert "Registrera att Berg lämnar" not in told
    told = text_of(client.post(address("notice_register", pk=notice.pk), follow=True))
    assert "Uppsägningen ska föregås av gemensamma diskussioner i SocSam (punkt 22)." in told
    assert not Party.objects.filter(agreement__slug="cmv-2025", valid_until__isnull=False).exists()


@pytest.mark.parametrize("username", ["kim", "mika", "alex"])
def test_only_who_keeps_all_notices_registers_a_leaving(username, given, signed_in):
    notice = given(NoticeKind.WITHDRAWAL, "berg", None, "norrsken-2023", sent_on=date(2026, 6, 30))
    for name in ("notice_register", "notice_take_back"):
        where = address(name, "norrsken-2023", pk=notice.pk)
        assert signed_in(username).post(where).status_code == 404


def test_leaving_at_once_asks_for_the_day(given, signed_in):
    breach = given(sent_on=date(2026, 11, 2))
    leaving = given(NoticeKind.LEAVING, "are", None, sent_on=date(2026, 11, 18), because_of=breach)
    client = signed_in("charlie")
    assert "Avtalet anger ingen dag utan säger genast." in text_of(client.get(leaving.get_absolute_url()))
    where = address("notice_leaving", pk=leaving.pk)
    data = {"leaves_on": "2026-11-30", "version": leaving.history.first().pk}
    told = text_of(client.post(where, data, follow=True))
    assert "Åre kommun är part till och med 30 november 2026." in told
    assert Party.objects.get(agreement__slug="cmv-2025", organisation__slug="are").valid_until == date(
        2026, 11, 30
    )
    assert signed_in("kim").get(where).status_code == 404


def test_information_is_passed_on_by_the_manager(given, signed_in):
    notice = given(NoticeKind.INFORMATION, "berg", None)
    where = address("notice_followup", pk=notice.pk)
    assert "passed_on" not in signed_in("kim").get(where).context["form"].fields
    data = {"passed_on": "2026-11-20", "version": notice.history.first().pk}
    signed_in("charlie").post(where, data)
    assert "Fört vidare" in read(signed_in, "mika", notice)


# --- What waits, on the start page


def test_who_is_to_answer_is_told_on_the_start_page(breach, signed_in):
    told = text_of(signed_in("kim").get("/"))
    assert "Anmodan att rätta avtalsbrott från Åre, CMV" in told
    assert "Om fem dagar" in told
    assert "Anmodan att rätta avtalsbrott" in text_of(signed_in("sam").get("/"))
    assert "Anmodan att rätta avtalsbrott" not in text_of(signed_in("mika").get("/"))


def test_the_sender_and_others_are_not_told_to_answer(given, signed_in):
    given(sender="berg", against="are")
    assert "avtalsbrott" not in text_of(signed_in("kim").get("/"))


def test_what_is_answered_waits_no_more(given, signed_in):
    given(answered_on=date(2026, 11, 20))
    assert "avtalsbrott" not in text_of(signed_in("kim").get("/"))


def test_a_proposals_page_gives_nothing_to_register(signed_in, page):
    assert "Registrera ett meddelande" not in page("sam", "norrsken-2024")
    where = address("notice_new", "norrsken-2024", kind="uppsagning")
    assert signed_in("sam").get(where).status_code == 404
