"""The audit: what it says, what it does not say, and how it fails."""

import random
import time
from dataclasses import replace

import planted
import pytest
from figures_world import VICTIMS, all_measures, case_measures, measure, random_year, raw, sheet

from followup.disclosure import audit as module
from followup.disclosure.audit import AuditTooSlow, OutsideFigure, audit
from followup.disclosure.intervals import Contradiction, Sum, equal, exactly, narrow, with_combinations
from followup.disclosure.model import Parameters, from_json
from followup.disclosure.protect import protect


def built(*tables, **rest):
    return from_json(planted.report(*tables, **rest))


SMALL_SEX = built(planted.table(26, kon=(None, None)))


def test_a_finding_names_the_cell_and_no_number():
    result = audit(built(planted.table(30, kon=(25, None))))
    assert result.findings == ("Stödsamtal för våldsutsatta 2025, Män",)
    assert not result.is_safe


def test_a_safe_report_tells_how_many_cells_and_the_narrowest():
    result = audit(built(planted.table(30, kon=(None, None), alder=(None, None, 21))))
    assert (result.findings, result.cells, result.narrowest) == ((), 4, 10)


def test_a_dotted_total_has_five_values():
    assert audit(built(planted.table(None, kon=(None, None)))).narrowest == 5


def test_a_printed_small_count_is_a_finding():
    result = audit(built(planted.table(30, kon=(27, 3))))
    assert result.findings == ("Stödsamtal för våldsutsatta 2025, Män",)


def test_a_crossed_cell_is_a_finding():
    table = planted.table(30, kon=(20, 10))
    table["cells"].append({"coord": ["2025", planted.NAME, "Kvinnor", "18–29 år"], "published": 9})
    assert audit(built(table)).findings == ("Stödsamtal för våldsutsatta 2025, 18–29 år, Kvinnor",)


def test_a_sum_of_talks_is_a_finding():
    table = {**planted.table(300), "id": "samtal", "kind": "sum"}
    assert not audit(built(planted.table(30, kon=(20, 10)), table)).is_safe


def test_figures_that_clash_are_a_finding():
    result = audit(built(planted.table(30, kon=(20, 11))))
    assert result.findings == ("Stödsamtal för våldsutsatta 2025: tryckta uppgifter går inte ihop",)


# --- Figures told elsewhere (R13)


def outside(value, label="Kvinnor", split="kon", year=2025):
    return OutsideFigure(VICTIMS, year, split, label, value, "Sagt till SocSam")


def test_a_figure_told_elsewhere_opens_the_other_class():
    result = audit(SMALL_SEX, outside=[outside(23)])
    assert result.findings == ("Stödsamtal för våldsutsatta 2025, Män",)
    assert result.already_open == ("Stödsamtal för våldsutsatta 2025, Kvinnor",)


def test_a_figure_told_of_another_year_or_measure_changes_nothing():
    others = [outside(23, year=2024), replace(outside(23), measure="trappan")]
    assert audit(SMALL_SEX, outside=others).is_safe


def test_a_total_told_elsewhere_opens_what_the_dots_hide():
    hidden = built(planted.table(None, kon=(None, None)))
    result = audit(hidden, outside=[outside(3, "", "")])
    assert result.findings == ()
    assert "Stödsamtal för våldsutsatta 2025, Totalt" in result.already_open


def test_a_coarse_class_told_elsewhere_opens_a_fine_one():
    fine = built(planted.table(40, alder=(12, None, None)))
    result = audit(fine, outside=[outside(15, "18–44 år", "alder")], measures=all_measures())
    assert "Stödsamtal för våldsutsatta 2025, 30–44 år" in result.findings


def test_a_figure_that_contradicts_print_is_let_go():
    assert audit(built(planted.table(30, kon=(20, 10))), outside=[outside(21)]).is_safe


def test_the_repr_of_a_figure_told_elsewhere_has_no_value():
    assert "8261" not in repr(outside(8261))


# --- What was open before


def test_what_an_older_report_opened_does_not_stop_the_next_one():
    old = built(planted.table(30, year=2024, release="VB2024", kon=(25, None)), year=2024)
    new = built(
        planted.table(30, year=2024, release="VB2024", kon=(25, None)), planted.table(30, kon=(20, 10))
    )
    result = audit(new, [old])
    assert result.findings == ()
    assert result.already_open == ("Stödsamtal för våldsutsatta 2024, Män",)


def test_an_old_small_count_is_already_open():
    old = built(planted.table(30, year=2024, release="VB2024", kon=(27, 3)), year=2024)
    new = built(planted.table(30, year=2024, release="VB2024", kon=(27, 3)))
    result = audit(new, [old])
    assert (result.findings, len(result.already_open)) == ((), 1)


# --- Fails closed


def test_the_audit_raises_when_it_is_too_slow():
    clock = iter(range(0, 10_000, 40))
    with pytest.raises(AuditTooSlow):
        audit(SMALL_SEX, now=lambda: float(next(clock)))


def test_an_error_inside_is_not_swallowed(monkeypatch):
    def broken(*args):
        raise ZeroDivisionError

    monkeypatch.setattr(module, "narrow", broken)
    with pytest.raises(ZeroDivisionError):
        audit(SMALL_SEX)


def test_more_possible_values_can_be_asked_for():
    report = built(planted.table(8, kon=(None, None)))
    assert audit(report).is_safe
    assert not audit(report, parameters=Parameters(min_possible_values=10)).is_safe


def test_seven_measures_in_ten_years_take_less_than_a_second():
    rng = random.Random(1)
    reports = []
    for year in range(2016, 2026):
        reports.append(protect(random_year(year, rng), earlier=reports).report)
    started = time.perf_counter()
    result = audit(reports[-1], reports[:-1], measures=all_measures())
    assert time.perf_counter() - started < 1
    assert result.findings == ()
    assert result.cells > 200
    assert len(case_measures()) == 7


def test_what_protect_prints_passes_with_what_was_shown():
    each = sheet(VICTIMS, total=40, kon=(37, 3))
    draft = protect(raw(each, release="utkast")).report
    report = protect(raw(each), shown=[draft]).report
    assert audit(report, [draft], measures=[measure(VICTIMS)]).is_safe


# --- Intervals


def test_two_sums_together_tell_what_neither_tells_alone():
    """a+b+c = 20 and a+b+d = 17, d = 4: c is 7 although a and b are dotted."""
    sums = [exactly(0, 20), exactly(1, 17), exactly(5, 4), equal(0, (2, 3, 4)), equal(1, (2, 3, 5))]
    bounds = dict.fromkeys(range(6), (0, 10**9))
    assert narrow(bounds, with_combinations(sums), lambda: None)[4] == (7, 7)


def test_a_difference_of_two_sums_is_drawn():
    """2a + b = 11 and a + b = 8 pin a."""
    sums = [Sum(((0, 2), (1, 1)), 11, 11), Sum(((0, 1), (1, 1)), 8, 8)]
    bounds = {0: (0, 100), 1: (0, 100)}
    assert narrow(bounds, with_combinations(sums), lambda: None) == {0: (3, 3), 1: (5, 5)}


def test_sums_that_cannot_hold_are_a_contradiction():
    sums = [Sum(((0, 1), (1, 1)), 5, 5), Sum(((0, 1), (1, 1)), 6, 6)]
    with pytest.raises(Contradiction):
        narrow({0: (0, 9), 1: (0, 9)}, with_combinations(sums), lambda: None)


@pytest.mark.parametrize("name", [planted.NAME, "Samtal för utsatta"])
def test_a_measure_by_another_name_is_the_same_measure(name):
    """What was dotted stays dotted, and two versions are read together, whatever it is called now."""
    old = built(planted.table(30, kon=(None, None)))
    new = built(planted.table(30, kon=(18, 12), release="VB2025-2", name=name), edition=2)
    result = audit(new, (old,))
    assert set(result.findings) == {f"{name} 2025, Kvinnor", f"{name} 2025, Män"}
