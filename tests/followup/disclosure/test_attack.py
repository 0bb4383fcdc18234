"""The attack and the audit on reports made by hand: what gives somebody away is caught by both."""

import random

import attack
import planted
import pytest
from figures_world import all_measures, case_measures, random_year

from followup.disclosure.audit import audit
from followup.disclosure.model import from_json, to_json
from followup.disclosure.protect import protect


def audited(reports):
    *published, report = map(from_json, reports)
    return audit(report, published, measures=all_measures())


@pytest.mark.parametrize("case", planted.UNSAFE)
def test_the_attack_opens_what_is_unsafe(case):
    reports, label = planted.UNSAFE[case]
    assert any(name.endswith(f", {label}") for name in attack.opened(reports))


@pytest.mark.parametrize("case", planted.UNSAFE)
def test_the_audit_stops_what_is_unsafe(case):
    reports, _ = planted.UNSAFE[case]
    assert not audited(reports).is_safe


def test_the_audit_works_a_mean_of_a_group_out():
    """Not only that such a mean is never printed: it names the class that is opened."""
    reports, _ = planted.UNSAFE["a mean per group"]
    assert f"{planted.NAME} 2025, Män" in audited(reports).findings


@pytest.mark.parametrize("case", planted.SAFE)
def test_what_is_safe_passes_both(case):
    reports = planted.SAFE[case]
    assert attack.opened(reports) == {}
    assert audited(reports).findings == ()


def test_the_attack_finds_the_exact_range():
    found = attack.ranges([planted.report(planted.table(30, kon=(None, None), alder=(None, None, 12)))])
    assert found == {
        f"{planted.NAME} 2025, Kvinnor": (0, 30),
        f"{planted.NAME} 2025, Män": (0, 30),
        f"{planted.NAME} 2025, 18–29 år": (0, 18),
        f"{planted.NAME} 2025, 30–44 år": (0, 18),
    }


def test_the_attack_sees_a_contradiction():
    with pytest.raises(attack.Impossible):
        attack.opened([planted.report(planted.table(30, kon=(20, 11), alder=(None, None, 12)))])


def test_the_attack_imports_nothing_of_the_portal():
    with open(attack.__file__, encoding="utf-8") as file:
        assert "followup" not in file.read()


def test_crossed_cells_of_a_table_with_small_margins_are_opened():
    """The attack on crossed cells works: margins of 1 pin them."""
    small = planted.report(planted.table(12, kon=(11, 1), alder=(1, 5, 6)))
    ranges = attack.crossed(small, planted.NAME, 2025, dims=("kon", "alder"))
    assert ranges["Män", "18–29 år"] == (0, 1)


@pytest.mark.parametrize("seed", range(3))
def test_crossed_cells_keep_five_values(seed):
    """Sex × age × municipality: the margins leave every crossed cell wide (R1, Fréchet)."""
    rng = random.Random(seed)
    report = protect(random_year(2025, rng, case_measures()[:3])).report
    for table in report.tables:
        if table.kind == "count":
            ranges = attack.crossed(to_json(report), table.measure, 2025)
            narrow = {cell: found for cell, found in ranges.items() if found[1] - found[0] + 1 < 5}
            assert not narrow
