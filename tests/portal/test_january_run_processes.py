"""The January run as real processes: two at once, and one that is killed on the way."""

import json
import signal
import time

import pytest
from scratch import scratch

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with scratch(tmp_path_factory.mktemp("processes"), "processes") as running:
        yield running


def run(year):
    return (
        "january_run", "--agreement", "cmv", "--year", str(year), "--issue", "--issue-date",
        f"{year}-01-15", "--by", "alex", "--attested-by", "robin", "--format", "json", "--allow-estimated",
    )  # fmt: skip


def numbers(year):
    return [f"{year}{serial:04d}" for serial in range(1, 8)]


def files(portal, year):
    return sorted(path.name for path in portal.media.rglob("*") if path.is_file() and str(year) in path.name)


def assert_issued(portal, year, report):
    assert [row["number"] for row in report["invoices"]] == numbers(year)
    assert [row["party"] for row in report["internal_allocations"]] == ["Östersunds kommun"]
    assert files(portal, year) == [*(f"{number}.pdf" for number in numbers(year)), f"I{year}0001.pdf"]


def test_two_runs_at_the_same_moment_make_seven_invoices_without_a_gap(portal):
    runs = [portal.start(*run(2027)) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in runs]
    assert [process.returncode for process in runs] == [0, 0], outputs
    first, second = (json.loads(out) for out, _ in outputs)
    assert first == second
    assert sum(row["amount"] for row in first["invoices"] + first["internal_allocations"]) == 5_033_723
    assert_issued(portal, 2027, first)
    portal.manage("verify")


# Killed before anything is stored, at the first file, in the middle, and when the last one is there.
@pytest.mark.parametrize(("year", "stored"), [(2025, 0), (2026, 1), (2028, 4), (2029, 8)])
def test_a_killed_run_leaves_all_or_nothing_and_can_be_run_again(portal, year, stored):
    process = portal.start(*run(year))
    if stored:
        while process.poll() is None and len(files(portal, year)) < stored:
            pass
    else:
        time.sleep(1.2)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    report = json.loads(portal.manage(*(part for part in run(year))).stdout)
    assert_issued(portal, year, report)
    again = json.loads(portal.manage(*run(year)).stdout)
    assert again == report
    portal.manage("verify")


def test_what_a_killed_run_left_is_nothing_or_everything(portal):
    """The rows right after the kill, before any new run has swept or finished anything."""
    process = portal.start(*run(2030))
    while process.poll() is None and not files(portal, 2030):
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    script = (
        "from costs.models import Document, NumberSeries; "
        "print(Document.objects.filter(series__year=2030).count(), "
        "sum(NumberSeries.objects.filter(year=2030).values_list('last_number', flat=True)))"
    )
    left = portal.manage("shell", "-v0", "-c", script).stdout.split()
    assert left in (["0", "0"], ["8", "8"])
