"""Finds what a free text should not say of people: counts, addresses, names (R12, and rule 7's last line).

A warning never stops anybody: names and counts cannot be told from other words for sure. The one who writes
reads the words that were found, mends the text, and confirms that it says nothing of individuals.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

CONFIRMATION = "Texten innehåller inga uppgifter om enskilda"

# --- The words

_ONES = "två tre fyra fem sex sju åtta nio"
_TEENS = "tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"
_EXACT = rf"(?:noll|(?:{'|'.join(_TENS.split())})(?:en|ett|{'|'.join(_ONES.split())})?|" + (
    rf"{'|'.join((_ONES + ' ' + _TEENS).split())}|hundra|tusen)"
)
# "några" says that they are few; "inga" says zero, which is protected as other small counts are.
_VAGUE = "enstaka|fåtal|fåtalet|handfull|några|någon|ingen|inga|noll|båda|bägge|enda|ensam|dussin|" + (
    r"(?:fem|tio|tjugo|trettio|femtio|hundra)tal(?:et)?"
)
EXACT = re.compile(rf"{_EXACT}(?:[-–]{_EXACT})?|\d+(?:[-–/]\d+)?")
VAGUE = re.compile(_VAGUE)
AGED = re.compile(rf"(?:\d+-?|{_EXACT})årig(?:a|t|e)?")
ONE = {"en", "ett"}

# Whole words, and words that may have something before them: "våldsutövare", "barnfamiljer", "tonårsflicka".
_WHOLE = (
    r"man(?:s)?|män|mannen|männen|mans|person(?:en|er|erna)?|individ(?:en|er|erna)?|klient(?:en|er|erna)?|"
    r"brukare|brukaren|brukarna|utsatt|utsatta|anhörig|anhöriga|anhörigas?|närstående|vuxen|vuxna|vuxnas?|"
    r"tjej(?:en|er|erna)?|kill(?:e|en|ar|arna)|ungdom(?:en|ar|arna)?|syskon(?:et|en)?|son|sonen|söner|sönerna|"
    r"dotter|dottern|döttrar|döttrarna|partner|partnern|make|maken|maka|makan|mödrar|mödrarna|fäder|fäderna|"
    r"fall|fallet|fallen|besökare|asylsökande|transperson(?:en|er|erna)?|icke-binära?"
)
_ENDING = (
    r"kvinn(?:a|an|or|orna)|barn(?:et|en)?|flick(?:a|an|or|orna)|pojk(?:e|en|ar|arna)|åring(?:en|ar|arna)?|"
    r"våldsutsatta?|mamm(?:a|an|or|orna)|papp(?:a|an|or|orna)|föräld(?:er|ern|rar|rarna)|"
    r"utöv(?:are|aren|arna)|famil(?:j|jen|jer|jerna)|hushåll(?:et|en)?|placering(?:en|ar|arna)?|"
    r"serie(?:n|r|rna)?|ärende(?:t|n|na)?|inflyttning(?:en|ar|arna)?|hyresgäst(?:en|er|erna)?|tonåring\w*|"
    # A series of talks is a case.
    r"(?:stöd|service)samtal(?:et|en)?"
)
PERSON = re.compile(rf"(?:{_WHOLE}|[\w-]*(?:{_ENDING}))s?")
PARTICIPANT = re.compile(r"deltagar(?:e|en|na)s?")
# "man" is mostly the pronoun: a person only right after one of these.
PRONOUN = {"man", "mans"}
BEFORE_A_MAN = {"en", "enda", "ensam", "ingen", "någon"}

# What is counted when it is not people; a number before one of these belongs to it.
_THINGS = (
    "veck|dag|dygn|natt|nätter|månad|timm|minut|år|åren|gång|kommun|part|utbildning|kurs|tillfäll|föreläsning|"
    "konferens|grupp|samtal|möt|sammanträd|träff|nätverk|lägenhet|tjänst|mål|del|punkt|steg|områd|fråg|projekt|"
    "kron|krona|kr|procent|procentenhet|organisation|myndighet|region|län|metod|insats|termin|kvartal|rum|plats|"
    "rapport|åtgärd|perspektiv|miljon|timme|sid|sätt|skäl|invånar"
)
THING = re.compile(
    rf"\w*?(?:{_THINGS})(?:or|er|ar|orna|erna|arna|en|et|n|t|na|a|an|e|ena|et|ade)?s?|kr|år|året"
)
# A word that ends the phrase that a number begins: "två grupper för kvinnor" counts groups.
STOP = {
    "för", "om", "med", "till", "i", "på", "från", "där", "som", "och", "eller", "men", "att", "när",
    "ska", "kan", "har", "hade", "får", "fick", "inom", "under", "över", "mot", "vid", "genom", "hos",
    "mellan", "utan", "kring", "bland", ",", ":", "∎",
}  # fmt: skip
COURSE = re.compile(r"\w*(?:utbildning|kurs|föreläsning|konferens|nätverk|fortbildning|seminari|workshop)\w*")
# What may stand between people and their number: "kvinnorna var totalt tre".
BETWEEN = {
    "var", "är", "blev", "varav", "totalt", "sammanlagt", "bara", "endast", "cirka", "ca", "knappt",
    "drygt", "uppgick", "till", ":", "(", ",", "ökade", "minskade", "steg", "sjönk",
}  # fmt: skip
ENDS = {
    ",", ".", ")", "(", "och", "st", "stycken", "år", "∎",
}  # fmt: skip

# A number that is told of a municipality, or of what is left when one is taken away, counts its cases.
PLACES = {
    "berg", "bräcke", "härjedalen", "krokom", "ragunda", "strömsund", "åre", "östersund", "övriga", "trappan",
}  # fmt: skip
AFTER_A_PLACE = BETWEEN | {
    "kommun", "kommuner", "kommunerna", "hade", "fick", "kom", "stod", "för", "gällde", "startade",
}  # fmt: skip
BEFORE_A_PLACE = {
    "st",
    "stycken",
    "av",
    "dem",
    "var",
    "är",
    "kom",
    "kommer",
    "bodde",
    "bor",
    "från",
    "i",
    "ur",
}

# What is never printed as a sum, only as a mean (R7); a number of three figures is a year's.
SUMMED = re.compile(r"samtal|(?:boende|lägenhets)?dygn|nätter|(?:vänte)?dagar")
A_YEARS_SUM = re.compile(r"\d{3,}")

# --- Numbers that count nothing: dates, clauses, money, per cent, ages of a class

_MONTH = (
    "(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"(?:jan|feb|apr|aug|sept?|okt|nov|dec)\b)"
)
_PLACE = (
    r"(?:punkt|punkten|punkterna|p\.|bilaga|bilagan|figur|tabell|kapitel|kap\.|mål|målet|målen|fotnot|steg|del|modul|"
    r"block|nivå|sida|sidan|sid\.|kvartal|vecka|v\.|nr|nummer|avsnitt|fråga|frågorna|fas|version|klockan|kl\.?|"
    r"artikel|regel|spår|etapp|§§?)"
)
NO_COUNT = re.compile(
    "|".join(
        (
            r"\d{4}-\d{2}-\d{2}",
            rf"\d{{1,2}}(?:\s*[-–]\s*\d{{1,2}})?\s+{_MONTH}(?:\s+\d{{4}})?",
            r"\b\d{1,2}/\d{1,2}\b",
            rf"\b{_PLACE}\s*\d+(?:[.:]\d+)*(?:\s*(?:och|,|–|-)\s*\d+(?:[.:]\d+)*\b)*",
            r"(?<!\d)\d{1,4}\s?(?:kap\.|§)",
            r"(?<!\d)\d[\d ]{0,20}(?:[,.]\d{1,3})?\s?(?:kr\b|kronor|mkr\b|mnkr\b|tkr\b|miljoner|miljarder)",
            r"(?<!\d)\d{1,3}(?:,\d{1,3})?(?:\s?[-–]\s?\d{1,3}(?:,\d{1,3})?)?\s?(?:%|‰|procent)",
            r"\b(?:19|20)\d{2}(?:\s*[-–/]\s*(?:19|20)?\d{2})?\b",
            r"\b\d{1,3}(?:[,.:]\d+)+\b",
            r"\b\d{1,2}\s*[-–]\s*\d{1,2}(?:\s+år\b|\s*-?\s*åring\w*)",
            r"\b(?:under|över|från|till|minst|fyllda|fyllt|mellan)\s+\d{1,2}(?:\s+och\s+\d{1,2})?\s+år\b",
            r"\b\d{1,2}\s+år\s+(?:och|eller)\s+(?:äldre|yngre|uppåt)\b",
            # A course by its title: the kurs ”Tre barn berättar”.
            r"(?<=[\s(])[”\"»'’][A-ZÅÄÖ][^”\"«»'’\n]{1,80}[”\"«»'’]",
        )
    ),
    re.IGNORECASE,
)

# --- What points at somebody

EMAIL = re.compile(r"[^\s@,;:()<>]{1,64}@[^\s@,;:()<>]{1,80}\.[a-zåäö]{2,10}\b", re.IGNORECASE)
PHONE = re.compile(r"(?<![\d.,/-])(?<!\d )(?:\+46[ -]?(?:\(0\))?|0)\d{1,3}[ /-]{0,2}\d(?:[ -]?\d){4,8}(?!\d)")
BIRTH = re.compile(
    rf"\b(?:f\.\s?|född\w*\s+(?:år\s+|den\s+)?)(?:(?:19|20)?\d{{2}}\b[-\d]*|\d{{1,2}}\s+{_MONTH})|"
    r"\b(?:f\.|född\w*)\s+[-–’']\d{2}\b",
    re.IGNORECASE,
)
_TITLES = (
    r"herr|fru|fröken|dr|doktorn?|advokat(?:en)?|handläggare(?:n)?|socialsekreterare(?:n)?|kurator(?:n)?|"
    r"psykolog(?:en)?|samordnare(?:n)?|verksamhetsledare(?:n)?|enhetschef(?:en)?|åklagare(?:n)?|polisen|"
    r"rektor(?:n)?|lärare(?:n)?|kvinnan|mannen|flickan|pojken|barnet|klienten|mamman|pappan|modern|fadern|"
    r"dottern|sonen|utövaren|våldsutövaren|personen|tjejen|killen|den anhöriga|den utsatta"
)
NAME = re.compile(
    rf"\b(?:(?i:{_TITLES}))\s+(?P<name>[A-ZÅÄÖ][a-zåäöé]+(?:[ -][A-ZÅÄÖ][a-zåäöé]+)?|[A-ZÅÄÖ]\b(?!\w))"
)
# Words with a capital letter that are no person's name.
NO_NAME = {
    "Berg", "Bergs", "Bräcke", "Härjedalen", "Härjedalens", "Krokom", "Krokoms", "Ragunda", "Strömsund",
    "Strömsunds", "Åre", "Östersund", "Östersunds", "Sundsvall", "Jämtland", "Jämtlands",
    "Västernorrland", "Dalarna", "Norrsken", "Operation", "Centrum", "Trappan", "SocSam", "Region",
    "Polisen", "Kommunförbundet", "Sverige",
}  # fmt: skip


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int


def warnings(text: str) -> tuple[str, ...]:
    """What in a text may say something of individuals: Swedish sentences with the words found, or ()."""
    clean = _plain(text)
    found = (
        ("Texten verkar tala om hur många människor det gäller", _counts(clean), _WITHOUT_COUNTS),
        ("Texten innehåller något som liknar ett namn", _names(clean), "Ta bort namnet."),
        ("Texten innehåller en e-postadress", _all(EMAIL, clean), "Ta bort den."),
        ("Texten innehåller något som liknar ett telefonnummer", _all(PHONE, clean), "Ta bort det."),
        ("Texten innehåller något som liknar en födelsetid", _all(BIRTH, clean), "Ta bort den."),
    )
    return tuple(f"{said}: {_quoted(words)}. {advice}" for said, words, advice in found if words)


_WITHOUT_COUNTS = "Skriv utan antal: siffrorna står i tabellerna, där små tal är skyddade."
_MOST_SHOWN = 6


def _plain(text: str) -> str:
    """Composed letters, ordinary spaces, and nothing invisible between the letters; lines are kept."""
    composed = unicodedata.normalize("NFKC", text)
    visible = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    return re.sub(r"[^\S\n]", " ", visible)


def _quoted(words: list[str]) -> str:
    shown = ", ".join(f"”{word}”" for word in words[:_MOST_SHOWN])
    return f"{shown} med flera" if len(words) > _MOST_SHOWN else shown


def _unique(words: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(re.sub(r"\s+", " ", word).strip() for word in words))


def _all(pattern: re.Pattern[str], text: str) -> list[str]:
    return _unique(found.group() for found in pattern.finditer(text))


def _names(text: str) -> list[str]:
    return _unique(found.group() for found in NAME.finditer(text) if found["name"].split()[0] not in NO_NAME)


# --- Counts of people


def _counts(text: str) -> list[str]:
    return _unique(phrase for sentence in _sentences(text) for phrase in _counts_in(sentence))


def _sentences(text: str) -> Iterator[str]:
    """The text in sentences; an abbreviation's full stop ends one only before a capital letter."""
    yield from re.split(r"\n+|[!?;]+|\.(?=\s+[A-ZÅÄÖ”\"])|\.\s*$", text)


def _counts_in(sentence: str) -> Iterator[str]:
    tokens = _tokens(sentence)
    words = [token.text for token in tokens]
    in_course = any(COURSE.fullmatch(word) for word in words)
    for place, word in enumerate(words):
        if _is_number(words, place):
            end = _person_after(words, place, in_course)
            if end is not None:
                yield sentence[_start(tokens, place) : tokens[end].end]
        elif _is_person(word, in_course) and word not in PRONOUN:
            end = _number_after(words, place)
            if end is not None:
                yield sentence[tokens[place].start : tokens[end].end]
        if A_YEARS_SUM.fullmatch(word.replace(" ", "")) and SUMMED.fullmatch(
            "".join(words[place + 1 : place + 2])
        ):
            yield sentence[tokens[place].start : tokens[place + 1].end]
        if not in_course and (ends := _told_of_a_place(words, place)) is not None:
            yield sentence[tokens[place].start : tokens[ends].end]


def _tokens(sentence: str) -> list[_Token]:
    """Words, numbers and the marks that matter, in lower case; what counts nothing is one mark, ∎."""
    masked = NO_COUNT.sub(lambda found: "∎" * len(found.group()), sentence)
    pattern = r"\d{1,2}-?åri[gn]\w*|\d+(?: \d{3})*(?:[-–/]\d+)?|∎+|[^\W\d_]+(?:[-’'][^\W\d_]+)*|[,:()]"
    return [
        _Token("∎" if found.group()[0] == "∎" else found.group().lower(), found.start(), found.end())
        for found in re.finditer(pattern, masked)
    ]


def _is_number(words: list[str], place: int) -> bool:
    word = words[place]
    if word == "par":
        return place > 0 and words[place - 1] == "ett"
    return (
        word in ONE
        or bool(EXACT.fullmatch(word.replace(" ", "")))
        or bool(VAGUE.fullmatch(word))
        or bool(AGED.fullmatch(word))
    )


def _is_person(word: str, in_course: bool) -> bool:
    return bool(PERSON.fullmatch(word)) or (not in_course and bool(PARTICIPANT.fullmatch(word)))


def _person_after(words: list[str], place: int, in_course: bool) -> int | None:
    """Where the people stand that a number counts: at most three words on, in the same phrase."""
    for at in range(place + 1, min(place + 5, len(words))):
        word = words[at]
        if _is_person(word, in_course):
            if word in PRONOUN and (at - place > 2 or words[place] not in BEFORE_A_MAN):
                return None
            return at + _is_person(words[at + 1] if at + 1 < len(words) else "", in_course)
        if word == "av" and at == place + 1:
            continue
        if word in STOP or word == "av" or THING.fullmatch(word):
            return None
    return None


def _number_after(words: list[str], place: int) -> int | None:
    """Where the number stands that is told of the people before it: "kvinnorna var tre", "barn: 4"."""
    at = place + 1
    while at < len(words) and at - place <= 4 and words[at] in BETWEEN:
        at += 1
    if at >= len(words) or not EXACT.fullmatch(words[at].replace(" ", "")):
        return None
    rest = words[at + 1 : at + 3]
    is_told = any(word not in ",(" for word in words[place + 1 : at])
    if not rest or rest[0] in ENDS:
        return at
    counts_things = rest[0] not in STOP and any(THING.fullmatch(word) for word in rest)
    return at if is_told and not counts_things else None


def _told_of_a_place(words: list[str], place: int) -> int | None:
    """Where "tre från Bräcke" or "Ragunda: 4" ends, when it begins here."""
    is_number, is_place = _is_exact(words[place]), words[place] in PLACES
    if not (is_number or is_place):
        return None
    at, between = place + 1, BEFORE_A_PLACE if is_number else AFTER_A_PLACE
    while at < len(words) and at - place <= 4 and words[at] in between:
        at += 1
    if at >= len(words):
        return None
    if is_number:
        return at if words[at] in PLACES else None
    is_last = at + 1 == len(words) or words[at + 1] in ENDS | PLACES
    return at if _is_exact(words[at]) and is_last else None


def _is_exact(word: str) -> bool:
    return bool(EXACT.fullmatch(word.replace(" ", "")))


def _start(tokens: list[_Token], place: int) -> int:
    """Where the shown words begin: with "ett" of "ett fåtal", "ett par"."""
    before = tokens[place - 1] if place else None
    return before.start if before and before.text in ONE else tokens[place].start
