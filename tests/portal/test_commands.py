"""The commands that others script against: JSON alone on standard output, faults in one Swedish line."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.django_db

CMV_2025 = {
    "Ragunda": ("2303", 5135, "3,876", 183_907),
    "Bräcke": ("2305", 6091, "4,598", 218_164),
    "Krokom": ("2309", 15604, "11,780", 558_934),
    "Strömsund": ("2313", 11139, "8,409", 398_987),
    "Åre": ("2321", 12376, "9,343", 443_304),
    "Berg": ("2326", 7114, "5,370", 254_794),
    "Härjedalen": ("2361", 10136, "7,652", 363_070),
    "Östersund": ("2380", 64871, "48,972", 2_323_607),
}
VASTERNORRLAND_2024 = {
    "Ånge": ("3,7681", 95_925),
    "Timrå": ("7,2863", 185_488),
    "Härnösand": ("10,2213", 260_207),
    "Sundsvall": ("40,8254", 1_039_300),
    "Kramfors": ("7,3738", 187_717),
    "Sollefteå": ("7,6738", 195_354),
    "Örnsköldsvik": ("22,8513", 581_730),
}


@pytest.fixture
def run(capsys):
    """Runs a command; gives its standard output, checking that faults go elsewhere."""

    def command(*arguments, code=0):
        if code == 0:
            call_command(*arguments)
            return capsys.readouterr().out
        with pytest.raises((SystemExit, CommandError)) as stop:
            call_command(*arguments)
        captured = capsys.readouterr()
        assert (getattr(stop.value, "code", None) or stop.value.returncode) == code
        assert captured.out == ""
        return captured.err

    return command


def allocated(run, *arguments):
    return json.loads(run("allocate", *arguments, "--format", "json"))


def test_cmv_2025_is_the_published_table_to_the_krona(run):
    result = allocated(run, "--agreement", "cmv", "--year", "2025")
    assert result["total"] == 4_744_767
    assert result["rounding_difference"] == 0
    rows = {p["name"]: (p["code"], p["population"], p["share"], p["amount"]) for p in result["parties"]}
    assert rows == CMV_2025
    assert all(party["steps"][-1]["kind"] == "amount" for party in result["parties"])


def test_an_edition_gives_the_same_as_its_cooperation(run):
    assert allocated(run, "--agreement", "cmv-2025", "--year", "2026") == allocated(
        run, "--agreement", "cmv", "--year", "2026"
    )


def test_vasternorrland_2024_names_its_krona(run):
    result = allocated(run, "--agreement", "vasternorrland", "--year", "2024")
    assert {p["name"]: (p["share"], p["amount"]) for p in result["parties"]} == VASTERNORRLAND_2024
    assert result["total"] == 2_545_720
    assert result["rounding_difference"] == 1


def test_a_review_of_150_000_kr_adds_up(run):
    result = allocated(run, "--agreement", "cmv", "--year", "2025", "--total", "150000")
    assert sum(party["amount"] for party in result["parties"]) == 150_000


@pytest.mark.parametrize(
    ("year", "total"), [(2026, 4_887_110), (2027, 5_033_723), (2028, 5_184_735), (2029, 5_340_277)]
)
def test_the_uplifted_totals(run, year, total):
    result = allocated(run, "--agreement", "cmv", "--year", str(year), "--allow-estimated")
    assert result["total"] == sum(party["amount"] for party in result["parties"]) == total


def test_norrsken_borrows_the_key_of_cmv(run):
    norrsken = allocated(run, "--agreement", "norrsken", "--year", "2025", "--total", "500000")
    cmv = allocated(run, "--agreement", "cmv", "--year", "2025", "--total", "500000")
    assert [(p["name"], p["share"], p["amount"]) for p in norrsken["parties"]] == [
        (p["name"], p["share"], p["amount"]) for p in cmv["parties"]
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--agreement", "norrsken", "--year", "2025"), "Ingen kostnad är registrerad"),
        (("--agreement", "dalarna", "--year", "2025"), "fördelar inga kostnader"),
        (("--agreement", "cmv", "--year", "2028"), "--allow-estimated"),
        (("--agreement", "cmv", "--year", "2010"), "inget avtal som gäller"),
        (("--agreement", "cmv", "--year", "2024"), "Källorna säger inte"),
        (("--agreement", "umea", "--year", "2025"), "umea"),
        (("--agreement", "cmv", "--year", "2025", "--total", "-5"), "negativ"),
        (("--file", "/finns/inte.csv", "--total", "5"), "går inte att läsa"),
    ],
)
def test_a_fault_is_one_swedish_line(run, arguments, words):
    error = run("allocate", *arguments, code=2)
    assert words in error
    assert error.count("\n") == 1


def table(tmp_path, text):
    path = tmp_path / "tabell.csv"
    path.write_text(text, encoding="utf-8-sig")
    return str(path)


def test_a_file_of_its_own_is_shared_exactly(run, tmp_path):
    name = table(tmp_path, "name;population\nA;1\nB;1\nC;1\n")
    result = allocated(run, "--file", name, "--total", "100")
    assert [party["amount"] for party in result["parties"]] == [34, 33, 33]


def test_a_file_with_percentages_floor_and_base_fee(run, tmp_path):
    name = table(tmp_path, 'name,percent,floor\nA,"66,7",\nB,33.3,500\n')
    result = allocated(run, "--file", name, "--total", "1000", "--base-fee-percent", "10")
    assert {party["name"]: party["amount"] for party in result["parties"]} == {"A": 500, "B": 500}


def test_every_fault_of_a_file_has_a_line_with_row_and_column(run, tmp_path):
    error = run(
        "allocate", "--file", table(tmp_path, "name;population\nA;x\nB;0\nB;5\n"), "--total", "9", code=2
    )
    lines = error.splitlines()
    assert any("rad 2" in line and "population" in line for line in lines)
    assert any("rad 3" in line for line in lines)
    assert any("rad 4" in line for line in lines)


def january(run, *arguments):
    return json.loads(run("january_run", "--agreement", "cmv", *arguments, "--format", "json"))


ISSUE = ("--issue", "--by", "alex", "--attested-by", "robin")


def test_the_run_of_2025_gives_the_agreements_amounts(run):
    report = january(run, "--year", "2025", *ISSUE, "--issue-date", "2025-01-15")
    assert [row["number"] for row in report["invoices"]] == [f"2025000{n}" for n in range(1, 8)]
    amounts = sorted(row["amount"] for row in report["invoices"] + report["internal_allocations"])
    assert amounts == sorted(amount for *_, amount in CMV_2025.values())
    assert report["internal_allocations"] == [{"party": "Östersunds kommun", "amount": 2_323_607}]


def test_a_second_run_prints_the_same_and_makes_nothing(run):
    arguments = ("--year", "2027", *ISSUE, "--issue-date", "2027-01-15")
    assert january(run, *arguments) == january(run, *arguments) == january(run, "--year", "2027", "--check")


def test_a_check_writes_nothing(run):
    from costs.models import Charge

    report = january(run, "--year", "2027", "--check")
    assert sum(row["amount"] for row in report["invoices"] + report["internal_allocations"]) == 5_033_723
    assert {row["number"] for row in report["invoices"]} == {None}
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--issue",), "--issue-date"),
        ((*ISSUE, "--issue-date", "2026-12-31"), "under 2027"),
        (("--issue", "--issue-date", "2027-01-15", "--by", "alex", "--attested-by", "alex"), "annan ekonom"),
        (("--issue", "--issue-date", "2027-01-15", "--by", "alex", "--attested-by", "kim"), "inte ekonom"),
        (("--issue", "--issue-date", "2027-01-15", "--by", "noa", "--attested-by", "robin"), "inte ekonom"),
        (("--issue", "--issue-date", "2027-01-15", "--by", "x", "--attested-by", "robin"), "användare"),
        (("--issue", "--issue-date", "igår", "--by", "alex", "--attested-by", "robin"), "--issue-date"),
    ],
)
def test_a_refused_run_leaves_nothing(run, arguments, words):
    from costs.models import Charge, Document

    error = run("january_run", "--agreement", "cmv", "--year", "2027", *arguments, code=2)
    assert words in error
    assert error.count("\n") == 1
    assert not Document.objects.exists()
    assert not Charge.objects.exists()


def test_a_proposal_is_not_invoiced(run):
    error = run("january_run", "--agreement", "vasternorrland", "--year", "2024", code=2)
    assert "förslag" in error
