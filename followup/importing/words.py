"""What a file may call a measure, a split, a class or a sum: its code, its label, or another word for it.

Words are compared without regard to case, accents (å as a, ä as a, ö as o), kinds of dash and spaces.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agreements.swedish import number
from followup.importing.rows import Cell, Wrong, is_whole
from followup.measures import UNKNOWN, UNKNOWN_LABEL, Measure, Part, Split

AGE_BECAME_DATE = (
    "en åldersklass har gjorts om till ett datum. Gör cellen till text och skriv ordet år, som 7–12 år."
)
NO_DATE = "cellen är ett datum eller en tid."
STRUCTURAL = "klassen kan inte förekomma för insatsen."
UNKNOWN_CLASS = "okänd klass."

# (from, to, code of the class), whole years, both included.
Ages = tuple[tuple[int, int, str], ...]

_MOST_AGE = 120
_DASH = re.compile(r" ?[-\u2010-\u2015\u2212] ?")
_BRACKETS = re.compile(r"(.*)\((.*)\)")
_MONTHS = "jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec"
# What a spreadsheet makes of "6-12" and saves: 06-dec, dec-12, 2027-12-06, 6/12.
_DATE_LIKE = re.compile(
    rf"[0-9]{{1,2}}[-/ ](?:{_MONTHS})[a-z]*|(?:{_MONTHS})[a-z]*[-/ ][0-9]{{2,4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}"
)
_AGE_CLASS = re.compile(r"([0-9]{1,3})-([0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?: [0-9]{3}){1,4}")

_UNKNOWN_WORDS = ("", UNKNOWN, UNKNOWN_LABEL, "okänt", "okänd", "vet ej")
# Words that mean the same wherever one of them is a class's code.
_SAME = (
    ("kvinnor", "kvinna", "flickor", "flicka", "k"),
    ("man", "pojkar", "pojke", "m"),
    ("service", "servicesamtal", "utan individuell behovsprövning"),
    (
        "bistand",
        "biståndsbeslut",
        "biståndsbeslutad",
        "biståndsbeslutade",
        "efter individuell behovsprövning",
    ),
    ("med", "ja"),
    ("utan", "nej"),
)
# Words that only one split has: split -> word -> the class's code.
_ONLY_IN = {
    "hemkommun": {"helt": "med", "delvis": "med", "helt eller delvis": "med"},
    "kon": {"annat": UNKNOWN},
}


def fold(text: str) -> str:
    """The form in which words are compared, without the mark that keeps a spreadsheet from counting."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _DASH.sub("-", " ".join(letters.removeprefix("'").split()))


def is_unknown(cell: Cell) -> bool:
    """Whether a cell is empty or says that nothing is known."""
    return isinstance(cell, str) and fold(cell) in _UNKNOWN


def index(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Folded word -> name. A name's first word is its code, which no other's word takes from it; a word that
    two names share is left out."""
    entries = [(name, [fold(word) for word in words]) for name, words in named]
    found: dict[str, str] = {}
    shared = set()
    for name, words in entries:
        for word in words:
            shared |= {word} if found.setdefault(word, name) != name else set()
    return {
        **{word: name for word, name in found.items() if word not in shared},
        **{words[0]: name for name, words in entries if words},
    }


# In the form in which they are compared.
_UNKNOWN = frozenset(fold(word) for word in _UNKNOWN_WORDS)


def measures_by_word(measures: Sequence[Measure]) -> dict[str, str]:
    """What a measure may be called -> its code."""
    return index((each.code, (each.code, each.name)) for each in measures)


def classes_by_word(split: Split) -> dict[str, str]:
    """What a class of the split may be called -> its code; UNKNOWN is one of the classes."""
    return {**index(_words(split)), fold(""): UNKNOWN}


def _words(split: Split) -> Iterator[tuple[str, list[str]]]:
    only = _ONLY_IN.get(split.code, {})
    for part in split.parts:
        yield part.code, [*_part_words(part), *(word for word, code in only.items() if code == part.code)]
    if UNKNOWN not in {part.code for part in split.parts}:
        yield UNKNOWN, [UNKNOWN, *_UNKNOWN_WORDS, *(word for word, code in only.items() if code == UNKNOWN)]


def _part_words(part: Part) -> Iterator[str]:
    """The code and the label first, then the label without its brackets, and words that mean the same."""
    yield from (part.code, part.label)
    if bracketed := _BRACKETS.fullmatch(part.label):
        yield from bracketed.groups()
    for words in _SAME:
        if part.code in words:
            yield from words


def ages_of(split: Split) -> Ages:
    """The spans of ages of a split's classes; () where the classes are not ages."""
    spans = [(_AGE_CLASS.fullmatch(part.code), part.code) for part in split.parts]
    if not all(span for span, _ in spans):
        return ()
    return tuple((int(span[1]), int(span[2] or _MOST_AGE), code) for span, code in spans if span)


def class_of(cell: Cell, words: Mapping[str, str], *, is_age: bool = False) -> str:
    """What `words` says a class is; `is_age` when it may be one of ages. Raises Wrong."""
    if not isinstance(cell, str | int | float):
        raise Wrong(AGE_BECAME_DATE if is_age else NO_DATE)
    word = _word(cell)
    if word in words:
        return words[word]
    raise Wrong(AGE_BECAME_DATE if is_age and _DATE_LIKE.fullmatch(word) else UNKNOWN_CLASS)


def class_of_age(cell: Cell, words: Mapping[str, str], ages: Ages) -> str:
    """The class of a cell that names one, or holds an age in whole years. Raises Wrong."""
    word = _word(cell) if isinstance(cell, str | int | float) else ""
    if word.isdecimal() and word not in words:
        return _class_of_age(word, ages)
    return class_of(cell, words, is_age=True)


def _word(cell: str | float) -> str:
    if isinstance(cell, str):
        return fold(cell)
    return str(int(cell)) if is_whole(cell) else str(cell)


def _class_of_age(digits: str, ages: Ages) -> str:
    age = int(digits) if len(digits) <= len(str(_MOST_AGE)) else _MOST_AGE + 1
    if age > _MOST_AGE:
        raise Wrong(f"åldern ska vara hela år när insatsen började, 0–{_MOST_AGE}.")
    for youngest, oldest, code in ages:
        if youngest <= age <= oldest:
            return code
    raise Wrong("åldern hör inte till någon av insatsens åldersklasser.")


def whole(cell: Cell, most: int) -> int:
    """A whole number from nought to `most`. Raises Wrong, which does not say what stood there."""
    if not isinstance(cell, str | int | float):
        raise Wrong("cellen är ett datum eller en tid, inte ett antal.")
    if isinstance(cell, str):
        text = fold(cell)
        if text.startswith("-") and _WHOLE.fullmatch(text[1:]):
            raise Wrong("antalet är negativt.")
        if not _WHOLE.fullmatch(text):
            raise Wrong("cellen är inte ett heltal.")
        cell = int(text.replace(" ", ""))
    if cell < 0:
        raise Wrong("antalet är negativt.")
    if cell > most:
        raise Wrong(f"antalet är större än {number(most)}.")
    if not is_whole(cell):
        raise Wrong("cellen är inte ett heltal.")
    return int(cell)
