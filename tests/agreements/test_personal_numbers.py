"""Personal identity numbers are refused in every text, and nothing else is taken for one."""

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import CharField, SlugField, TextField
from stdnum import luhn

from agreements.personal_numbers import holds_personal_number
from agreements.validators import no_personal_number, nothing_like_a_personal_number
from costs.contents import ocr_number

# Skatteverket's published test numbers and made-up ones; the last digit is a right check digit.
BORN = "811228987"
NUMBER = BORN + luhn.calc_check_digit(BORN)
COORDINATION = "701063239" + luhn.calc_check_digit("701063239")


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f"19{NUMBER}",
        f"{NUMBER[:6]}-{NUMBER[6:]}",
        f"19{NUMBER[:6]}-{NUMBER[6:]}",
        f"{NUMBER[:6]}+{NUMBER[6:]}",
        f"{NUMBER[:6]} {NUMBER[6:]}",
        f"{NUMBER[:6]} - {NUMBER[6:]}",
        f"{NUMBER[:6]}–{NUMBER[6:]}",
        f"{NUMBER[:6]}\u2011{NUMBER[6:]}",
        f"{NUMBER[:6]}\u2212{NUMBER[6:]}",
        f"{NUMBER[:6]}\u00a0{NUMBER[6:]}",
        f"{NUMBER[:3]}\u200b{NUMBER[3:6]}-{NUMBER[6:8]}\u00ad{NUMBER[8:]}",
        "".join(chr(ord(digit) + 0xFEE0) for digit in NUMBER),
        "".join(chr(ord(digit) - ord("0") + 0x0660) for digit in NUMBER),
        f"Gäller {NUMBER[:6]}-{NUMBER[6:]}, enligt beslut.",
        COORDINATION,
        f"{COORDINATION[:6]}-{COORDINATION[6:]}",
        "811228-XXXX",
        "811228-xxxx",
        "811228****",
        "811228-T123",
        "000229-000" + luhn.calc_check_digit("000229000"),
    ],
)
def test_is_found_however_it_is_written(text):
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "212000-2502",
        "2120002502",
        "0007:2120002460",
        "4 744 767 kr",
        "4\u00a0744\u00a0767",
        "063-14 30 00",
        "070-123 45 67",
        "+46701234567",
        "5050-1055",
        "000-0000",
        "2027-01-15",
        "20270115",
        "15 januari 2027",
        "KS § 24/2026, 2026-02-24",
        "811328-9873",
        f"1{NUMBER}",
        f"{NUMBER}1",
        "Box 705, 831 28 Östersund",
        "10 kap. 14 § mervärdesskattelagen (2023:200)",
    ],
)
def test_nothing_else_is_taken_for_one(text):
    assert not holds_personal_number(text)
    assert not holds_personal_number(text, any_check_digit=True)


def test_a_wrong_check_digit_passes_only_where_no_person_is_near():
    mistyped = f"811228-{(int(NUMBER[6:]) + 1) % 10000:04d}"
    no_personal_number(mistyped)
    with pytest.raises(ValidationError):
        nothing_like_a_personal_number(mistyped)


def test_the_message_does_not_repeat_the_number():
    with pytest.raises(ValidationError) as refused:
        no_personal_number(NUMBER)
    assert NUMBER[6:] not in str(refused.value)
    assert "Uppgifter om enskilda får inte lagras" in refused.value.messages[0]


@pytest.mark.parametrize("year", range(2025, 2036))
def test_our_own_ocr_and_invoice_numbers_pass(year):
    for serial in range(1, 60):
        for mark in ("", "9", "8"):
            assert not holds_personal_number(f"OCR {ocr_number(f'{mark}{year}{serial:04d}')}")
        assert not holds_personal_number(f"Faktura {year}{serial:04d}")


def test_every_fixture_text_passes():
    for path in sorted(settings.FIXTURE_DIRS[0].glob("*.yaml")):
        for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
            assert not holds_personal_number(text), f"{path.name}: {text}"


def _texts(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


# Written by the portal itself, or with a check of their own.
CHECKED_OTHERWISE = {
    *("agreements.Organisation.organisation_number", "agreements.Organisation.municipal_code"),
    *("agreements.Organisation.bankgiro", "agreements.Organisation.plusgiro"),
    *("agreements.Organisation.postal_code", "costs.PublishedAmount.share"),
    *("costs.AllocationKey.base_fee_percent", "costs.KeyShare.percent"),
    *("costs.Document.number", "costs.Document.ocr", "costs.Document.file_name"),
    *("costs.Charge.draft_digest", "costs.Payment.seal"),
    *("costs.Document.sha256", "costs.Document.seal"),
    # Written by the portal itself, or chosen among what a measure has.
    "agreements.Decision.effect",
    "agreements.ReadEvent.object_id",
    "agreements.ReadEvent.object_type",
    "agreements.ReadEvent.role",
    "agreements.Signature.sha256",
    "agreements.Signature.verdict",
    "agreements.StoredFile.media_type",
    "agreements.StoredFile.sha256",
    "followup.AnnualReport.sha256",
    "followup.Erasure.field",
    "followup.Erasure.label",
    "followup.Erasure.model",
    "followup.Figure.field",
    "followup.Publication.code_version",
    "followup.Publication.sha256",
    "followup.PublishedElsewhere.label",
    "followup.PublishedElsewhere.split",
    "followup.ReportText.slot",
}
REFUSERS = (no_personal_number, nothing_like_a_personal_number)


def test_every_text_field_refuses_a_personal_number():
    unguarded = {
        f"{model._meta.label}.{field.name}"
        for app in ("agreements", "costs", "followup")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
        for field in model._meta.get_fields()
        if isinstance(field, CharField | TextField) and not isinstance(field, SlugField)
        if not field.choices and not any(refuser in field.validators for refuser in REFUSERS)
    }
    assert unguarded == CHECKED_OTHERWISE
