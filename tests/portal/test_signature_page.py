"""A signed file put in through the page: what the check showed, in words, and who may vouch."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from journey_lab import TODAY, answer, common, signed_file, started, trust
from page_tools import stop_clock
from reading import text_of
from signing_lab import add_to, agreement_pdf

from agreements.actions import rounds
from agreements.models import Signature

NEW = "/avtal/cmv-2027/beslut/underskrift/berg/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_clock(monkeypatch, TODAY)


@pytest.fixture(autouse=True)
def proposal(today, person, settings, tmp_path):
    trust(settings, tmp_path)
    sam = person("sam")
    draft = started(sam)
    made = rounds.submit(agreement=draft, revision=1, by=sam)
    common(made, sam)
    answer(made, "approval", "berg", sam)
    return made


def put(client, data: bytes):
    return client.post(NEW, {"file": SimpleUploadedFile("avtal.pdf", data, "application/pdf")}, follow=True)


def test_a_good_file_is_told_and_can_be_fetched(signed_in):
    kim = signed_in("kim")
    data = signed_file("Berg")
    response = put(kim, data)
    text = text_of(response)
    assert "Underskriften för Bergs kommun räknas" in text
    assert "Undertecknad av Berg Exempel, Berg den 22 november 2026." in text
    assert "Filen är oförändrad efter underskriften." in text
    row = Signature.objects.get()
    assert row.sha256 in text
    file = signed_in("mika").get(f"/avtal/cmv-2027/beslut/underskrifter/{row.pk}/fil/")
    assert file.content == data
    assert file["Content-Disposition"].startswith("attachment")
    assert "Berg 22 november 2026 räknas" in text_of(kim.get("/avtal/cmv-2027/beslut/"))


def test_an_addition_after_signing_is_named_and_nobody_may_vouch(signed_in):
    text = text_of(put(signed_in("sam"), add_to(signed_file("Berg"))))
    assert "Underskriften för Bergs kommun räknas inte" in text
    assert "Något har lagts till efter underskriften." in text
    assert "Godta underskriften" not in text


def test_an_unknown_signer_is_vouched_for_by_the_strategist_alone(signed_in):
    kim, sam = signed_in("kim"), signed_in("sam")
    assert "Godta underskriften" not in text_of(put(kim, signed_file("Berg", known=False)))
    page = f"/avtal/cmv-2027/beslut/underskrifter/{Signature.objects.get().pk}/"
    text = text_of(sam.get(page))
    assert "Okänd undertecknare" in text
    assert "Godta underskriften" in text
    assert "Skriv varför" in text_of(sam.post(f"{page}godta/", {"reason": ""}))
    response = sam.post(f"{page}godta/", {"reason": "Bekräftat per telefon"}, follow=True)
    assert "Godtagen trots det: Bekräftat per telefon" in text_of(response)


def test_what_is_no_signed_pdf_is_told(signed_in):
    assert "Filen har ingen elektronisk underskrift." in text_of(put(signed_in("kim"), agreement_pdf()))


def test_without_a_file_nothing_is_put_in(signed_in):
    assert "Välj filen." in text_of(signed_in("kim").post(NEW, {}))
    assert not Signature.objects.exists()


def test_before_the_own_approval_the_file_is_refused(signed_in):
    response = signed_in("sam").post(
        "/avtal/cmv-2027/beslut/underskrift/are/", {"file": SimpleUploadedFile("a.pdf", signed_file("Åre"))}
    )
    assert "Åre har inte godkänt avtalet." in text_of(response)
