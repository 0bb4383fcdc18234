"""From sheets to a report: its form, its levels, the years before, and what has been shown."""

import json
import random
from dataclasses import replace
from decimal import Decimal

import pytest
from figures_world import (
    ADULTS_IN_FLATS,
    COURSE,
    GROUP,
    VICTIMS,
    all_measures,
    cmv_measures,
    measure,
    random_sheet,
    random_year,
    raw,
    sheet,
)

from followup.disclosure.audit import audit
from followup.disclosure.model import Parameters, from_json, to_json
from followup.disclosure.protect import RawError, protect
from followup.figures import Sheet
from followup.measures import TOTAL

OPEN = {"kon": (25, 15), "kommun": (20, 20), "alder": (12, 13, 15), "beslutsform": (30, 10)}
YOUNG_FEW = OPEN | {"alder": (2, 23, 15)}


def victims(year=2025, total=40, **counts):
    return sheet(VICTIMS, year, total=total, **{**OPEN, "hemkommun": (10, total - 10), **counts})


def report_of(*sheets, **options):
    return protect(raw(*sheets, year=sheets[0].year), **options).report


def printed(report, code=VICTIMS, year=2025, dim=""):
    table = report.table(code, year)
    if not dim:
        return table.total.published
    return [cell.published for _, cell in table.parts(dim)]


def labels(report, year, dim="alder", code=VICTIMS):
    return [label for label, _ in report.table(code, year).parts(dim)]


# --- The form


def test_one_table_holds_one_measure_and_one_year():
    table = report_of(victims(samtal=300)).table(VICTIMS, 2025)
    assert table.dims == ("ar", "insats", "kon", "kommun", "alder", "beslutsform", "hemkommun")
    assert table.caption == "Stödsamtal för våldsutsatta, startade samtalsserier"
    assert (table.kind, table.case_table, table.release) == ("count", True, "VB2025")
    assert table.cells[0].coord == ("2025", "Stödsamtal för våldsutsatta", *["Totalt"] * 5)
    assert table.cells[1].coord == ("2025", "Stödsamtal för våldsutsatta", "Kvinnor", *["Totalt"] * 4)
    assert table.codes["kommun"].parts == ("Östersund", "Övriga kommuner")


def test_no_cell_is_crossed():
    for _, cell in report_of(victims(), sheet(GROUP, total=12, kon=(12,))).cells():
        assert sum(label != "Totalt" for label in cell.coord[2:]) <= 1


def test_means_name_what_they_are_made_of():
    report = report_of(victims(samtal=292, vantedagar=100))
    talks, queue = report.ratios_of(VICTIMS, 2025)
    assert (talks.label, talks.published, talks.decimals) == ("Medelvärde samtal", Decimal("7.3"), 1)
    assert (queue.label, queue.published, queue.decimals) == ("Kötid", Decimal(3), 0)
    total = "|2025|Stödsamtal för våldsutsatta" + "|Totalt" * 5
    assert talks.numerator == f"{VICTIMS}-samtal{total}"
    assert talks.denominator == f"{VICTIMS}{total}"


def test_sums_of_talks_are_printed_nowhere():
    report = report_of(victims(samtal=287))
    assert "287" not in json.dumps(to_json(report))


def test_occupancy_has_its_nights_beside_it():
    report = report_of(sheet(ADULTS_IN_FLATS, 2024, total=9, kon=(9, 0), lagenhetsdygn=366, dygn=300))
    occupancy = report.ratios_of(ADULTS_IN_FLATS, 2024)[-1]
    assert (occupancy.published, occupancy.step, occupancy.scale, occupancy.persons) == (50, 5, 100, False)
    (nights,) = report.companions_of(ADULTS_IN_FLATS, 2024)
    assert (nights.total.published, nights.kind, nights.case_table) == (732, "sum", False)
    assert occupancy.denominator == f"{nights.id}|2024|Jourlägenhet, vuxna"


def test_all_ratios_are_dotted_with_the_total():
    report = report_of(sheet(ADULTS_IN_FLATS, total=4, kon=(4, 0), lagenhetsdygn=366, dygn=300))
    assert [ratio.published for ratio in report.ratios] == [None, None, None]


def test_courses_are_printed_with_the_number_held():
    report = report_of(sheet(COURSE, total=7, kommun=(3, 4), tillfallen=2))
    assert printed(report, COURSE, dim="kommun")[0] == 3
    (held,) = report.companions_of(COURSE, 2025)
    assert (held.id, held.total.published, held.case_table) == (f"{COURSE}-tillfallen", 2, False)
    assert held.caption == "Utbildningar med färdigt koncept, genomförda utbildningar"


def test_a_class_that_cannot_occur_is_zero_and_structural():
    report = report_of(sheet(GROUP, total=12, kon=(12,)))
    table = report.table(GROUP, 2025)
    assert [(label, cell.text) for label, cell in table.parts("kon")] == [("Män", ".")]
    assert table.codes["kon"].parts == ("Kvinnor", "Män")


def test_a_measure_not_offered_is_structural():
    report = report_of(Sheet(measure(VICTIMS), 2025, {}, is_offered=False))
    assert {cell.text for _, cell in report.cells()} == {"."}
    assert report.ratios == ()


@pytest.mark.parametrize("seed", range(5))
def test_the_json_goes_there_and_back(seed):
    rng = random.Random(seed)
    before = protect(random_year(2024, rng, cmv_measures())).report
    report = protect(random_year(2025, rng, cmv_measures()), earlier=[before]).report
    text = json.dumps(to_json(report), ensure_ascii=False)
    assert from_json(json.loads(text)) == report
    assert json.dumps(to_json(from_json(json.loads(text))), ensure_ascii=False) == text


def test_the_same_figures_give_the_same_report():
    assert report_of(victims(samtal=292)) == report_of(victims(samtal=292))


# --- What is refused, and what is not said


def test_figures_that_are_missing_are_refused():
    values = {key: value for key, value in victims().values.items() if key != TOTAL}
    with pytest.raises(RawError, match="saknas \\(totalt\\)"):
        report_of(Sheet(measure(VICTIMS), 2025, values))


def test_a_split_that_does_not_add_up_is_refused_without_a_number():
    values = {**victims().values, "kon.man": 777}
    with pytest.raises(RawError) as caught:
        report_of(Sheet(measure(VICTIMS), 2025, values))
    assert not any(digit in str(caught.value) for digit in ("777", "25", "40", "802"))


def test_a_class_that_cannot_occur_is_refused():
    values = {**sheet(GROUP, total=12, kon=(12,)).values, "kon.man": 3}
    with pytest.raises(RawError):
        report_of(Sheet(measure(GROUP), 2025, values))


def test_figures_of_another_year_and_a_measure_twice_are_refused():
    with pytest.raises(RawError, match="annat år"):
        protect(raw(victims(2024), year=2025))
    with pytest.raises(RawError, match="två gånger"):
        report_of(victims(), victims())


def test_nothing_that_is_kept_shows_a_true_number():
    few = victims(total=643, kon=(641, 2), kommun=(623, 20), alder=(301, 341, 1), beslutsform=(642, 1))
    year = raw(few)
    protected = protect(year)
    for text in (repr(year), repr(few), repr(protected), str(protected)):
        assert not any(number in text for number in ("641", "642"))


# --- Levels


def test_three_open_age_classes_are_printed():
    assert labels(report_of(victims()), 2025) == ["18–29 år", "30–44 år", "45 år och äldre"]


def test_a_small_age_class_gives_the_coarser_level():
    protected = protect(raw(victims(**YOUNG_FEW)))
    assert labels(protected.report, 2025) == ["18–44 år", "45 år och äldre"]
    assert printed(protected.report, dim="alder") == [25, 15]
    assert protected.coarsened == ((VICTIMS, "alder"),)


def test_no_ages_where_the_coarser_are_small_too():
    report = report_of(victims(alder=(38, 0, 2)))
    assert "alder" not in report.table(VICTIMS, 2025).codes
    assert labels(report, 2025) == []


def test_the_level_is_the_same_for_three_years():
    first = report_of(victims(2023, **YOUNG_FEW))
    second = report_of(victims(2024), earlier=[first])
    assert labels(second, 2023) == labels(second, 2024) == ["18–44 år", "45 år och äldre"]
    third = report_of(victims(2025), earlier=[first, second])
    assert labels(third, 2023) == labels(third, 2024) == labels(third, 2025)
    assert len(labels(third, 2025)) == 2


def test_two_thirds_open_over_the_years_keep_the_fine_level():
    first = report_of(victims(2023))
    second = report_of(victims(2024), earlier=[first])
    third = report_of(victims(2025, **YOUNG_FEW), earlier=[first, second])
    assert printed(third, dim="alder") == [None, None, 15]
    assert printed(third, year=2024, dim="alder") == [12, 13, 15]


def test_a_coarser_reprint_is_a_sum_of_printed_cells_and_a_dot_stays_a_dot():
    first, second = report_of(victims(2022)), report_of(victims(2023))
    third = report_of(victims(2024, alder=(10, 3, 27)), earlier=[first, second])
    assert printed(third, year=2024, dim="alder") == [10, None, None]
    fourth = report_of(victims(2025, **YOUNG_FEW), earlier=[second, third])
    assert labels(fourth, 2025) == ["18–44 år", "45 år och äldre"]
    assert printed(fourth, year=2024, dim="alder") == [None, None]
    assert printed(fourth, year=2023, dim="alder") == [25, 15]


def test_a_coarser_reprint_never_leaves_one_dot():
    """18–29 and 30–44 dotted, 45+ printed: coarser, 18–44 alone would be dotted. So no ages are printed."""
    first, second = report_of(victims(2022)), report_of(victims(2023))
    third = report_of(victims(2024, **YOUNG_FEW), earlier=[first, second])
    assert printed(third, year=2024, dim="alder") == [None, None, 15]
    fourth = report_of(victims(2025, **YOUNG_FEW), earlier=[second, third])
    assert all("alder" not in fourth.table(VICTIMS, year).codes for year in (2023, 2024, 2025))
    assert audit(fourth, [first, second, third], measures=all_measures()).is_safe


def test_a_year_without_ages_does_not_end_them_for_ever():
    first = report_of(victims(2024, alder=(38, 0, 2)))
    second = report_of(victims(2025), earlier=[first])
    assert len(labels(second, 2025)) == 3
    assert labels(second, 2024) == []


# --- The years before


def test_a_year_in_three_reports_is_identical():
    rng = random.Random(7)
    reports = []
    for year in (2023, 2024, 2025):
        sheets = [random_sheet(measure(code), year, rng, 40) for code in (GROUP, ADULTS_IN_FLATS)]
        reports.append(protect(raw(*sheets, year=year), earlier=reports).report)
    for code in (GROUP, ADULTS_IN_FLATS):
        first = reports[0].table(code, 2023)
        for report in reports[1:]:
            again = report.table(code, 2023)
            assert replace(again, codes={}, cells=()) == replace(first, codes={}, cells=())
            assert [cell for cell in again.cells if cell in first.cells] == list(again.cells)
            assert report.companions_of(code, 2023) == reports[0].companions_of(code, 2023)
            assert report.ratios_of(code, 2023) == reports[0].ratios_of(code, 2023)
    assert reports[2].table(GROUP, 2023) == reports[0].table(GROUP, 2023)


def test_earlier_years_keep_their_release_and_their_means():
    first = report_of(victims(2024, samtal=292))
    second = report_of(victims(2025, samtal=100), earlier=[first])
    assert second.table(VICTIMS, 2024) == first.table(VICTIMS, 2024)
    assert second.ratios_of(VICTIMS, 2024) == first.ratios_of(VICTIMS, 2024)
    assert [table.year for table in second.tables] == [2024, 2025]


def test_only_two_years_before_are_repeated_in_their_latest_edition():
    reports = [report_of(victims(year)) for year in (2022, 2023, 2024)]
    again = replace(reports[2], edition=2)
    report = report_of(victims(2025), earlier=[again, *reports])
    assert [table.year for table in report.tables] == [2023, 2024, 2025]


def test_a_measure_that_has_ended_is_still_repeated():
    first = report_of(victims(2024), sheet(COURSE, 2024, total=7, tillfallen=2))
    report = report_of(victims(2025), earlier=[first])
    assert report.table(COURSE, 2024) == first.table(COURSE, 2024)
    assert report.companions_of(COURSE, 2024) == first.companions_of(COURSE, 2024)


def test_a_measure_introduced_in_the_window():
    first = report_of(Sheet(measure(VICTIMS), 2024, {}, is_offered=False))
    report = report_of(victims(2025), earlier=[first])
    assert {cell.text for cell in report.table(VICTIMS, 2024).cells} == {"."}
    assert printed(report) == 40


def test_a_raised_threshold_does_not_touch_the_years_before():
    first = report_of(victims(2024, kon=(33, 7)))
    report = report_of(victims(2025, kon=(33, 7)), earlier=[first], parameters=Parameters(threshold=10))
    assert printed(report, year=2024, dim="kon") == [33, 7]
    assert printed(report, year=2025, dim="kon") == [None, None]


# --- What has been shown


def draft_of(*sheets, release="utkast 1", **options):
    return protect(raw(*sheets, year=sheets[0].year, release=release), **options).report


def final(each, *shown, **options):
    return protect(raw(each, year=each.year), shown=shown, **options)


def test_unchanged_figures_keep_the_table_that_was_shown():
    draft = draft_of(victims(samtal=292))
    protected = final(victims(samtal=292), draft)
    assert protected.report.table(VICTIMS, 2025) == draft.table(VICTIMS, 2025)
    assert protected.report.ratios == draft.ratios
    assert protected.kept == ()


@pytest.mark.parametrize("total", [36, 41, 44])
def test_a_change_under_five_keeps_the_old_figures(total):
    draft = draft_of(victims())
    protected = final(
        victims(
            total=total,
            kon=(total - 15, 15),
            kommun=(20, total - 20),
            alder=(12, 13, total - 25),
            beslutsform=(30, total - 30),
        ),
        draft,
    )
    assert protected.report.table(VICTIMS, 2025) == draft.table(VICTIMS, 2025)
    assert protected.kept == (VICTIMS,)


def replace_values(each, **sums):
    return replace(each, values={**each.values, **{f"summa.{code}": value for code, value in sums.items()}})


def larger(added_women=5, added_men=5, **counts):
    added = added_women + added_men
    return victims(
        total=40 + added,
        **{
            "kon": (25 + added_women, 15 + added_men),
            "kommun": (20, 20 + added),
            "alder": (12, 13, 15 + added),
            "beslutsform": (30 + added, 10),
            **counts,
        },
    )


def test_a_change_of_five_prints_the_measure_anew():
    protected = final(larger(), draft_of(victims()))
    assert printed(protected.report) == 50
    assert printed(protected.report, dim="kon") == [30, 20]
    assert protected.report.table(VICTIMS, 2025).release == "VB2025"
    assert protected.kept == ()


@pytest.mark.parametrize(("women", "men"), [(6, 1), (7, 3), (10, 0), (1, 5)])
def test_a_class_that_changed_by_few_is_dotted_with_its_split(women, men):
    """Also by none: the late cases are a table of their own, and zeros are small in it."""
    protected = final(larger(women, men), draft_of(victims()))
    assert printed(protected.report, dim="kon") == [None, None]


def test_the_change_of_dotted_classes_together_may_not_be_small():
    """45+ grows by 9 of 10: one late case was among the dotted ages."""
    draft = draft_of(victims(**YOUNG_FEW), earlier=[report_of(victims(2023)), report_of(victims(2024))])
    assert printed(draft, dim="alder") == [None, None, 15]
    protected = final(
        larger(alder=(2, 24, 24)), draft, earlier=[report_of(victims(2023)), report_of(victims(2024))]
    )
    assert printed(protected.report, dim="alder") == [None, None, None]


def test_old_dots_stay_dots():
    draft = draft_of(victims(kon=(37, 3)))
    protected = final(larger(kon=(37, 13)), draft)
    assert printed(protected.report, dim="kon") == [None, None]


def test_a_total_that_was_dotted_stays_so():
    few = sheet(GROUP, total=4, kon=(4,))
    draft = draft_of(few)
    for corrected in (frozenset(), frozenset({GROUP})):
        protected = final(sheet(GROUP, total=30, kon=(30,)), draft, corrected=corrected)
        assert printed(protected.report, GROUP) is None
        assert protected.kept == ()


@pytest.mark.parametrize(("before", "after", "expected"), [(5, 0, 5), (8, 3, 8), (9, 3, None), (9, 0, None)])
def test_a_total_sinks_into_dots_only_where_all_of_them_are_possible(before, after, expected):
    """5 printed and then dots would say 0: nothing else is a change of five (ADR 10)."""
    draft = draft_of(sheet(GROUP, total=before, kon=(before,)))
    assert printed(final(sheet(GROUP, total=after, kon=(after,)), draft).report, GROUP) == expected


def test_a_change_must_be_five_against_every_version():
    first = draft_of(sheet(GROUP, total=30, kon=(30,)))
    second = draft_of(sheet(GROUP, total=36, kon=(36,)), shown=[first], release="utkast 2")
    assert printed(second, GROUP) == 36
    third = final(sheet(GROUP, total=31, kon=(31,)), first, second)
    assert printed(third.report, GROUP) == 36
    assert third.kept == (GROUP,)


def test_an_error_decided_on_is_corrected_and_its_traces_dotted():
    draft = draft_of(victims(samtal=292))
    each = victims(
        total=41, kon=(26, 15), kommun=(20, 21), alder=(12, 13, 16), beslutsform=(31, 10), samtal=300
    )
    protected = final(each, draft, corrected=frozenset({VICTIMS}))
    assert printed(protected.report) == 41
    assert printed(protected.report, dim="kon") == [None, None]
    assert {ratio.published for ratio in protected.report.ratios} == {None}
    assert protected.kept == ()


def test_a_split_that_the_correction_does_not_touch_stays():
    draft = draft_of(victims(samtal=292))
    protected = final(victims(kon=(19, 21), samtal=292), draft, corrected=frozenset({VICTIMS}))
    assert printed(protected.report, dim="kon") == [19, 21]
    assert printed(protected.report, dim="alder") == [12, 13, 15]
    assert protected.report.ratios[0].published == Decimal("7.3")


def test_a_mean_that_was_dotted_stays_so():
    first = draft_of(victims(samtal=292))
    one_more = victims(total=41, kon=(26, 15), kommun=(20, 21), alder=(12, 13, 16), beslutsform=(31, 10))
    second = draft_of(one_more, shown=[first], release="utkast 2", corrected=frozenset({VICTIMS}))
    third = final(larger(15, 15), first, second)
    assert printed(third.report) == 70
    assert {ratio.published for ratio in third.report.ratios} == {None}


def test_a_changed_mean_alone_keeps_the_old_one():
    draft = draft_of(victims(samtal=292))
    protected = final(victims(samtal=350), draft)
    assert protected.report.ratios == draft.ratios
    assert protected.kept == (VICTIMS,)


def test_a_year_printed_anew_needs_a_release_of_its_own():
    with pytest.raises(RawError, match="egen beteckning"):
        final(larger(), draft_of(victims(), release="VB2025"))


def test_a_year_printed_anew_is_never_finer():
    draft = draft_of(victims(**YOUNG_FEW))
    protected = final(larger(10, 10, alder=(20, 20, 20)), draft)
    assert len(labels(protected.report, 2025)) == 2


def test_a_year_shown_without_ages_gets_none():
    draft = draft_of(victims(alder=(38, 0, 2)))
    assert labels(final(larger(10, 10, alder=(20, 20, 20)), draft).report, 2025) == []


def test_an_offer_that_was_set_wrong_can_be_put_right():
    draft = draft_of(Sheet(measure(VICTIMS), 2025, {}, is_offered=False))
    assert printed(final(victims(), draft).report) == 40


def test_figures_that_have_been_shown_are_not_turned_into_a_full_stop():
    draft = draft_of(victims())
    protected = final(Sheet(measure(VICTIMS), 2025, {}, is_offered=False), draft)
    assert printed(protected.report) == 40
    assert protected.kept == (VICTIMS,)


def test_courses_are_printed_anew_as_they_are():
    draft = draft_of(sheet(COURSE, total=7, kommun=(3, 4), tillfallen=2))
    same = final(sheet(COURSE, total=7, kommun=(3, 4), tillfallen=2), draft).report
    assert same.tables == draft.tables
    other = final(sheet(COURSE, total=7, kommun=(3, 4), tillfallen=3), draft).report
    assert other.companions_of(COURSE, 2025)[0].total.published == 3
