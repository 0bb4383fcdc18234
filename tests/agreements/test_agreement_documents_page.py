"""An edition's documents: what is there and what is missing, adding, replacing, and fetching a file."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from page_tools import queries_of
from signing_lab import agreement_pdf
from test_files import word

from agreements.actions.documents import REPLACED, add_document, replace_document
from agreements.expected_documents import expected_of
from agreements.models import FiledDocument, StoredFile
from agreements.refusals import Refused

PAGE = "/avtal/cmv-2025/handlingar/"
GUIDELINE = "Riktlinje för samverkan och ansvarsfördelning"


def file(text="Riktlinje", name="riktlinje.pdf"):
    return SimpleUploadedFile(name, agreement_pdf(text))


@pytest.fixture
def sam(person):
    return person("sam")


@pytest.fixture
def guideline(cmv, sam):
    return add_document(
        cooperation=cmv.cooperation, agreement=cmv, kind="appendix", title=GUIDELINE, clause="10.1",
        diary_number="KFJH 2025/1", file=file(), by=sam,
    )  # fmt: skip


def form(**changed):
    return {
        "title": GUIDELINE,
        "kind": "appendix",
        "clause": "10.1",
        "diary_number": "",
        "looked_through": "on",
        "file": file(),
    } | changed


def test_what_the_agreement_calls_its_own_is_missing_until_it_is_uploaded(signed_in):
    page = signed_in("sam").get(PAGE).content.decode()
    assert "En som avtalet hänvisar till saknas." in page
    assert GUIDELINE in page
    assert "Punkt 10.1." in page


def test_once_uploaded_it_is_not_missing(signed_in, guideline):
    page = signed_in("sam").get(PAGE).content.decode()
    assert "saknas" not in page
    assert "En handling." in page
    assert f'href="/handlingar/{guideline.pk}/"' in page
    assert "dnr KFJH 2025/1" in page
    assert guideline.file.sha256 in page


def test_another_document_does_not_stand_in_for_it(cmv, sam, signed_in):
    add_document(
        cooperation=cmv.cooperation, agreement=cmv, kind="background", title="Underlag", file=file(), by=sam
    )
    assert "En som avtalet hänvisar till saknas." in signed_in("sam").get(PAGE).content.decode()


def test_only_the_edition_that_says_so_misses_it():
    assert [each.clause for each in expected_of("cmv", 2025)] == ["10.1"]
    assert [each.clause for each in expected_of("cmv", 2028)] == ["10.1"]
    assert expected_of("cmv", 2022) == ()
    assert expected_of("norrsken", 2025) == ()


def test_the_strategist_adds_a_document(signed_in, sam):
    answer = signed_in("sam").post(PAGE, form())
    assert answer.status_code == 302
    document = FiledDocument.objects.get()
    assert (document.title, document.clause, document.version) == (GUIDELINE, "10.1", 1)
    assert (document.added_by, document.file_name, document.text) == (sam, "riktlinje.pdf", "Riktlinje")
    assert document.history.get().history_user == sam


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"file": SimpleUploadedFile("a.pdf", b"<svg/>")}, "tas inte emot"),
        ({"file": file("Anna 800101-0001")}, "Filen innehåller ett personnummer."),
        ({"file": ""}, "Välj en fil som är högst 20 MB."),
        ({"looked_through": ""}, "Kontrollera filen och kryssa i rutan."),
        ({"title": "Anna 800101-0001"}, "verkar innehålla ett personnummer"),
        ({"title": ""}, "Titel"),
        ({"kind": "annat"}, "Slag"),
    ],
)
def test_what_is_refused_is_told_and_not_kept(signed_in, changed, said):
    answer = signed_in("sam").post(PAGE, form(**changed))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not FiledDocument.objects.exists()
    assert not StoredFile.objects.exists()


def test_who_may_not_keep_documents_sees_no_form_and_may_not_post(signed_in):
    mika = signed_in("mika")
    assert "Lägg till en handling" not in mika.get(PAGE).content.decode()
    assert mika.post(PAGE, form()).status_code == 404
    assert not FiledDocument.objects.exists()


def test_a_new_version_replaces_the_old_which_stays_readable(signed_in, guideline):
    sam = signed_in("sam")
    answer = sam.post(
        f"/handlingar/{guideline.pk}/ny-version/", {"looked_through": "on", "file": file("Ny riktlinje")}
    )
    assert answer["Location"] == PAGE
    newest = FiledDocument.objects.get(version=2)
    assert newest.replaces == guideline
    assert (newest.title, newest.kind, newest.clause) == (GUIDELINE, "appendix", "10.1")
    assert newest.diary_number == "KFJH 2025/1"
    page = sam.get(PAGE).content.decode()
    assert "En handling." in page
    assert f'href="/handlingar/{newest.pk}/ny-version/"' in page
    assert f'href="/handlingar/{guideline.pk}/ny-version/"' not in page
    assert f'href="/handlingar/{guideline.pk}/"' in page
    assert sam.get(f"/handlingar/{guideline.pk}/").status_code == 200


def test_a_version_that_is_replaced_is_not_replaced_again(guideline, sam, signed_in):
    replace_document(document=guideline, file=file("Ny"), by=sam)
    with pytest.raises(Refused, match=REPLACED):
        replace_document(document=guideline, file=file("Nyare"), by=sam)
    assert signed_in("sam").get(f"/handlingar/{guideline.pk}/ny-version/").status_code == 404


def test_the_same_file_is_no_new_version(signed_in, guideline):
    answer = signed_in("sam").post(
        f"/handlingar/{guideline.pk}/ny-version/", {"looked_through": "on", "file": same(guideline)}
    )
    assert "likadan som den som redan finns" in answer.content.decode()
    assert FiledDocument.objects.count() == 1


def same(document):
    return SimpleUploadedFile("igen.pdf", bytes(document.file.content))


def test_who_may_not_keep_documents_adds_no_version(signed_in, guideline):
    address = f"/handlingar/{guideline.pk}/ny-version/"
    assert signed_in("mika").get(address).status_code == 404
    assert signed_in("mika").post(address, {"looked_through": "on", "file": file("Ny")}).status_code == 404


def test_a_file_is_fetched_byte_for_byte_and_never_shown(signed_in, guideline):
    answer = signed_in("mika").get(f"/handlingar/{guideline.pk}/")
    assert hashlib.sha256(answer.content).hexdigest() == guideline.file.sha256
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="riktlinje.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_word_file_gets_the_media_type_of_its_content(signed_in, cmv, sam):
    upload = SimpleUploadedFile("åtgärder.html", word("hej"), content_type="text/html")
    document = add_document(
        cooperation=cmv.cooperation, agreement=cmv, kind="other", title="Åtgärder", file=upload, by=sam
    )
    answer = signed_in("sam").get(f"/handlingar/{document.pk}/")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A5tg%C3%A4rder.docx"


def test_a_document_of_another_cooperation_is_not_found(signed_in, guideline):
    assert signed_in("vide").get(f"/handlingar/{guideline.pk}/").status_code == 404
    assert signed_in("vide").get(PAGE).status_code == 404


def test_a_file_that_is_not_what_was_stored_is_not_handed_out(signed_in, guideline):
    damage(guideline.file)
    answer = signed_in("sam").get(f"/handlingar/{guideline.pk}/")
    assert answer.status_code == 500
    assert b"%PDF" not in answer.content


def damage(stored):
    """As somebody with the database's own rights could."""
    with connection.cursor() as cursor:
        on = " ON agreements_storedfile" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER agreements_storedfile_no_UPDATE{on}")
        cursor.execute("UPDATE agreements_storedfile SET content = %s WHERE id = %s", [b"%PDF-x", stored.pk])


def test_a_link_about_what_is_missing_fills_in_the_form(signed_in):
    page = signed_in("sam").get(f"{PAGE}?title=Riktlinje&kind=appendix&clause=10.1").content.decode()
    assert 'value="Riktlinje"' in page
    assert '<option value="appendix" selected>' in page


def test_the_list_takes_as_many_queries_with_many_documents(signed_in, guideline, cmv, sam):
    browser = signed_in("sam")
    few = queries_of(browser, PAGE)
    newest = guideline
    for number in range(3):
        newest = replace_document(document=newest, file=file(f"Version {number}"), by=sam)
        add_document(
            cooperation=cmv.cooperation, agreement=cmv, kind="other", title=f"Bilaga {number}",
            file=file(f"Bilaga {number}"), by=sam,
        )  # fmt: skip
    assert queries_of(browser, PAGE) == few
