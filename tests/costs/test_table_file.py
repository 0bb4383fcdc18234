"""Tables of a key from CSV: the forms that are read, and every fault by row and column."""

from decimal import Decimal

import pytest

from costs.allocation import Basis, Claimant
from costs.table_file import TableErrors, read_table


def faults(data):
    with pytest.raises(TableErrors) as caught:
        read_table(data)
    return caught.value.faults


def test_semicolons_and_all_columns():
    table = read_table("name;code;population;floor;cap\nBerg;2326;7114;0;300000\nÅre;2321;12 376;;\n")
    assert table.basis is Basis.POPULATION
    assert table.claimants == (
        Claimant("Berg", 7114, code="2326", floor=0, cap=300_000),
        Claimant("Åre", 12376, code="2321"),
    )


def test_commas_with_quoted_decimal_commas():
    table = read_table('name,percent\nBerg,"33,3"\nÅre,66.70\n')
    assert table.basis is Basis.PERCENT
    assert [str(claimant.percent) for claimant in table.claimants] == ["33.3", "66.70"]


def test_decimal_comma_needs_no_quotes_between_semicolons():
    assert read_table("name;percent\nBerg;33,3\n").claimants[0].percent == Decimal("33.3")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_bytes_with_and_without_bom_and_any_line_ends(encoding, newline):
    data = newline.join(["name;population", "Åre;12376", "Härjedalen;10136"]).encode(encoding)
    assert [claimant.name for claimant in read_table(data).claimants] == ["Åre", "Härjedalen"]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_thousands_may_be_spaced(space):
    assert read_table(f"name;population\nÖstersund;64{space}871").claimants[0].population == 64_871


def test_header_is_read_in_any_case_and_order_and_empty_rows_are_passed_over():
    table = read_table('"Population";NAME\n\n7114;Berg\n;\n')
    assert table.claimants == (Claimant("Berg", 7114),)


def test_text_with_bom_is_read():
    assert read_table("\ufeffname;population\nBerg;1").claimants[0].population == 1


def test_quoted_names_may_hold_the_delimiter():
    assert read_table('name,population\n"Berg, kommun",1').claimants[0].name == "Berg, kommun"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "värdet saknas."),
        ("0", "folkmängden måste vara större än noll."),
        ("-5", "”-5” är negativt."),
        ("−5", "”−5” är negativt."),
        ("7114,5", "”7114,5” är inte ett heltal."),
        ("7.114", "”7.114” är inte ett heltal."),
        ("många", "”många” är inte ett heltal."),
        ("1 2 3", "”1 2 3” är inte ett heltal."),
        ("1e3", "”1e3” är inte ett heltal."),
        ("٣", "”٣” är inte ett heltal."),
        ("9" * 5000, f"”{'9' * 40}” är inte ett heltal."),
    ],
)
def test_population_that_is_none(cell, reason):
    assert faults(f"name;population\nBerg;1\nÅre;{cell}\n") == (f"rad 3, kolumn population: {reason}",)


@pytest.mark.parametrize("cell", ["tio", "1,2,3", "NaN", "Infinity", "1e2", "5 %", ",5"])
def test_percent_that_is_none(cell):
    assert faults(f"name;percent\nBerg;{cell}\n") == (
        f"rad 2, kolumn percent: ”{cell}” är inte ett tal som 3,876.",
    )


def test_negative_percent_and_limits():
    found = faults("name;percent;floor;cap\nBerg;-1;-2;-3\n")
    assert [fault.split(":")[0] for fault in found] == [
        "rad 2, kolumn percent",
        "rad 2, kolumn floor",
        "rad 2, kolumn cap",
    ]


def test_floor_above_cap():
    (fault,) = faults("name;population;floor;cap\nBerg;1;20;10\n")
    assert fault.replace("\u00a0", " ") == "rad 2, kolumn cap: taket 10 kr är lägre än golvet 20 kr."


def test_all_faults_are_told_at_once_one_line_each():
    with pytest.raises(TableErrors) as caught:
        read_table("name;population;colour\nBerg;0;x\n;12;y\nÅre;3,5;z\nBerg;5;z;extra\n")
    assert caught.value.faults == (
        "rad 1, kolumn colour: okänd kolumn; välj bland name, population, percent, code, floor, cap.",
        "rad 2, kolumn population: folkmängden måste vara större än noll.",
        "rad 3, kolumn name: värdet saknas.",
        "rad 4, kolumn population: ”3,5” är inte ett heltal.",
        "rad 5: 4 celler, men rubrikraden har 3; "
        "ett decimalkomma mellan kommatecken ska stå inom citattecken.",
    )
    assert str(caught.value).splitlines() == list(caught.value.faults)


@pytest.mark.parametrize(
    ("data", "row"),
    [
        ("name;code;population\nBerg;1;5\nÅre;1;6\n", "rad 3, kolumn code: 1 står redan på rad 2."),
        ("name;population\nBerg;5\n\nberg;6\n", "rad 4, kolumn name: berg står redan på rad 2."),
        ("name;code;population\nBerg;;5\nBerg;1;6\n", "rad 3, kolumn name: Berg står redan på rad 2."),
        ("name;code;population\nBerg;1;5\nBerg;;6\n", "rad 3, kolumn name: Berg står redan på rad 2."),
    ],
)
def test_two_figures_for_one_party(data, row):
    assert faults(data) == (row,)


def test_one_name_with_two_codes_is_two_parties():
    assert len(read_table("name;code;population\nHåbo;1;5\nHåbo;2;6\n").claimants) == 2


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "rad 1: filen är tom."),
        (b"\n \n", "rad 1: filen är tom."),
        (b"\nname;population\nBerg;1\n", "rad 1: rubrikraden saknas."),
        (b"name;population\n", "rad 2: tabellen har inga parter."),
        ("name;population\nÅre;1\n".encode("latin-1"), "rad 2: filen är inte sparad som UTF-8."),
        (
            b"population\n5\n",
            "rad 1, kolumn name: kolumnen saknas (skiljetecknet ska vara ; eller ,).",
        ),
        (
            b"name\nBerg\n",
            "rad 1, kolumn population: kolumnen saknas; population eller percent måste finnas.",
        ),
        (
            b"name;population;percent\nBerg;5;100\n",
            "rad 1, kolumn percent: ange antingen population eller percent, inte båda.",
        ),
        (b"name;population;name\nBerg;5;Berg\n", "rad 1, kolumn name: kolumnen står två gånger."),
        (b"name;population;\nBerg;5;\n", "rad 1: kolumn nummer 3 saknar rubrik."),
        (
            b'name;population\nBerg;5\n"\xc3\x85re;6\n',
            "rad 3: citattecknen går inte ihop, eller så är en cell orimligt lång.",
        ),
    ],
)
def test_files_that_are_no_table(data, fault):
    assert faults(data) == (fault,)


def test_unquoted_decimal_comma_between_commas_is_told():
    (fault,) = faults("name,percent\nBerg,3,5\n")
    assert fault.startswith("rad 2: 3 celler, men rubrikraden har 2;")


def test_a_short_row_lacks_its_values():
    assert faults("name;population\nBerg\n") == ("rad 2, kolumn population: värdet saknas.",)
