"""The table of counts: one row for every number, in the form of the template that is filled in (R0).

Columns: insats, uppdelning, klass, antal. A number that is left out is still to be filled in; anything else
that is not a whole number refuses the file. Splits are held against their total by `followup.figures`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from followup.figures import LARGEST, Sheet
from followup.importing.rows import (
    Added,
    Cell,
    CellFault,
    Faults,
    FileRefused,
    Progress,
    Row,
    Wrong,
    columns,
    is_empty,
    letter,
    read_header,
    read_on,
    refusal,
    reported,
)
from followup.importing.words import (
    STRUCTURAL,
    ages_of,
    class_of,
    classes_by_word,
    fold,
    index,
    measures_by_word,
    whole,
)
from followup.measures import TOTAL, Measure, Split

COLUMNS = ("insats", "uppdelning", "klass", "antal")
TOTAL_LABEL = "Totalt"
SUMS = "summa"
SUMS_LABEL = "Summor"


@dataclass(frozen=True)
class _Form:
    """How the rows of one measure are read: division -> what its classes are called -> field."""

    measure: Measure
    divisions: Mapping[str, str]
    classes: Mapping[str, dict[str, str]]
    ages: frozenset[str]  # divisions by age


@dataclass
class _Reading:
    """What has been read so far."""

    faults: Faults = field(default_factory=Faults)
    values: dict[str, dict[str, int]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)


def template_rows(measures: Sequence[Measure]) -> Iterator[tuple[str, str, str]]:
    """The three labels of every number of a year's measures, in the order they are filled in."""
    names = measures_by_word(measures)
    for measure in measures:
        form, labels = _form(measure), {each.key: each.label for each in measure.fields}
        name = _label(measure.name, measure.code, measure.code, names)
        yield name, TOTAL_LABEL, labels[TOTAL]
        for split in measure.splits:
            division = _label(split.label, split.code, split.code, form.divisions)
            for key in split.fields:
                code = key.removeprefix(split.field(""))
                yield name, division, _label(labels[key], code, key, form.classes[split.code])
        for key in _sums(measure):
            code = key.partition(".")[2]
            yield name, SUMS_LABEL, _label(labels[key], code, key, form.classes[SUMS])


def add_counts(
    rows: Iterator[Row], measures: Sequence[Measure], year: int, progress: Progress | None = None
) -> Added:
    """The table's figures, or what is wrong with them. Raises nothing that has a value in it."""
    try:
        return _add(reported(rows, progress), measures, year)
    except FileRefused as error:
        return refusal(error)


def sheet_faults(
    measures: Sequence[Measure], year: int, values: Mapping[str, Mapping[str, int]]
) -> Iterator[str]:
    """What contradicts itself among a year's figures, by the name of the measure and of a single field."""
    for measure in measures:
        labels = {each.key: each.label for each in measure.fields}
        if measure.code in values:
            for fault in Sheet(measure, year, values[measure.code]).faults:
                alone = labels.get(fault.fields[0], "") if len(fault.fields) == 1 else ""
                yield f"{measure.name}, {alone}: {fault.text}" if alone else f"{measure.name}: {fault.text}"


def _add(rows: Iterator[Row], measures: Sequence[Measure], year: int) -> Added:
    found, wrong = columns(read_header(rows), {name: name for name in COLUMNS}, COLUMNS, fold)
    missing = [CellFault(1, "", f"kolumnen {name} saknas.") for name in COLUMNS if name not in found]
    if wrong or missing:
        read_on(rows)
        return Added(faults=tuple(wrong or missing))
    places = [found.index(name) for name in COLUMNS]
    words = measures_by_word(measures)
    forms = {each.code: _form(each) for each in measures}
    reading = _Reading()
    for row in rows:
        _read(row, places, words, forms, reading)
    if not reading.faults.kept:
        for text in sheet_faults(measures, year, reading.values):
            reading.faults.add(0, "", text)
    if reading.faults.kept:
        return reading.faults.refused()
    return Added(reading.values, reading.rows)


def _read(
    row: Row, places: list[int], words: Mapping[str, str], forms: Mapping[str, _Form], reading: _Reading
) -> None:
    """Take one row's number in; each fault is added at its cell."""
    if len(row.cells) > len(places):
        reading.faults.add(row.number, letter(len(places)), "raden har fler celler än rubrikraden.")
        return
    measure, division, part, count = (row.cells[at] if at < len(row.cells) else "" for at in places)
    at = dict(zip(COLUMNS, map(letter, places), strict=True))
    code = words.get(fold(measure)) if isinstance(measure, str) else None
    if code is None:
        reading.faults.add(row.number, at["insats"], "okänd insats.")
        return
    form = forms[code]
    split = form.divisions.get(fold(division)) if isinstance(division, str) else None
    if split is None:
        reading.faults.add(row.number, at["uppdelning"], "okänd uppdelning.")
        return
    try:
        key = _key(form, split, part)
    except Wrong as wrong:
        reading.faults.add(row.number, at["klass"], str(wrong))
        return
    reading.rows[code] = reading.rows.get(code, 0) + 1
    first = reading.seen.setdefault((code, key), row.number)
    if first != row.number:
        reading.faults.add(row.number, at["klass"], f"samma antal står redan på rad {first}.")
    _take(row.number, at["antal"], count, reading, reading.values.setdefault(code, {}), key)


def _take(number: int, column: str, count: Cell, reading: _Reading, values: dict[str, int], key: str) -> None:
    if is_empty(count):
        return
    try:
        values[key] = whole(count, LARGEST)
    except Wrong as wrong:
        reading.faults.add(number, column, str(wrong))


def _key(form: _Form, division: str, part: Cell) -> str:
    """The field a class belongs to. Raises Wrong."""
    key = class_of(part, form.classes[division], is_age=division in form.ages)
    if key not in {each.key for each in form.measure.fields}:
        raise Wrong(STRUCTURAL)
    return key


def _form(measure: Measure) -> _Form:
    divisions = index(
        [
            (TOTAL, (TOTAL, TOTAL_LABEL)),
            *((split.code, (split.code, split.label)) for split in measure.splits),
            (SUMS, (SUMS, SUMS_LABEL)),
        ]
    )
    classes = {split.code: _fields_by_word(split) for split in measure.splits}
    total = index([(TOTAL, (TOTAL, TOTAL_LABEL, measure.unit, ""))])
    labels = {each.key: each.label for each in measure.fields}
    ages = frozenset(split.code for split in measure.splits if ages_of(split))
    sums = index((key, (key.partition(".")[2], labels[key])) for key in _sums(measure))
    return _Form(measure, divisions, {TOTAL: total, SUMS: sums, **classes}, ages)


def _fields_by_word(split: Split) -> dict[str, str]:
    """Every class by name; an empty cell names none of them."""
    return {word: split.field(code) for word, code in classes_by_word(split).items() if word}


def _sums(measure: Measure) -> list[str]:
    """The fields of what is summed, the nights of the flats last."""
    fields = [each.field for each in measure.quantities]
    return [*fields, measure.occupancy.field] if measure.occupancy else fields


def _label(label: str, code: str, meaning: str, words: Mapping[str, str]) -> str:
    """The label, or the code where the label could also be another's."""
    return label if words.get(fold(label)) == meaning else code
