"""How a Swede writes numbers, money, dates and names; exact, and without the machine's locale."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction

NBSP = "\u00a0"
MINUS = "\u2212"

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
SHORT_MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
COUNT_WORDS = ("en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")

# The letters that follow Z, as characters that sort after "z"; the neighbours' letters stand with ours.
_LETTERS = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})


def round_half_up(value: Exact) -> int:
    """The nearest integer to an exact value; a half goes away from zero, as ROUND_HALF_UP does."""
    exact = Fraction(value)
    rounded = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -rounded if exact < 0 else rounded


def number(value: int) -> str:
    """An integer with no-break spaces between the thousands and a real minus sign: "1 234 567"."""
    digits = f"{abs(value):,}".replace(",", NBSP)
    return MINUS + digits if value < 0 else digits


def kr(amount: int) -> str:
    """Whole kronor: "1 234 kr"."""
    return f"{number(amount)}{NBSP}kr"


def signed_kr(amount: int) -> str:
    """A difference in whole kronor, always with its sign: "+1 kr", "−1 kr", "0 kr"."""
    return f"+{kr(amount)}" if amount > 0 else kr(amount)


def decimal_text(value: Exact, decimals: int) -> str:
    """A value rounded half up to so many decimals, with a decimal comma: "3,876"."""
    if decimals < 0:
        raise ValueError(f"Antalet decimaler kan inte vara negativt: {decimals}.")
    scaled = round_half_up(Fraction(value) * 10**decimals)
    whole, fraction = divmod(abs(scaled), 10**decimals)
    text = f"{number(whole)},{fraction:0{decimals}d}" if decimals else number(whole)
    return MINUS + text if scaled < 0 else text


def signed_number(amount: int) -> str:
    """A difference, always with its sign: "+1 234", "−1", "0"."""
    return f"+{number(amount)}" if amount > 0 else number(amount)


def percent(value: Exact, decimals: int) -> str:
    """A percentage (3.876 is 3.876 per cent) rounded half up: "3,876 %"."""
    return f"{decimal_text(value, decimals)}{NBSP}%"


def rate(value: Decimal) -> str:
    """An agreed percentage with just the decimals it needs: "3 %", "2,5 %"."""
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"”{value}” är inte ett tal.")
    return percent(value, max(0, -exponent))


def kr_per_inhabitant(amount: int, population: int) -> str:
    """Kronor and öre per inhabitant, rounded half up: "35,82 kr"."""
    if population <= 0:
        raise ValueError("Kronor per invånare kräver en befolkning större än noll.")
    return f"{decimal_text(Fraction(amount, population), 2)}{NBSP}kr"


def long_date(day: date) -> str:
    """A date in full: "1 november 2023"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """A date within its year: "15 jan", "31 mars"."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def iso(day: date) -> str:
    """A date as Swedish tables and files write it: "2023-11-01"."""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def genitive(name: str) -> str:
    """Whose it is: "Bergs", "Strömsunds", "Borås" (none after s, x, z), "CMV:s" (abbreviations)."""
    if not name or name[-1].casefold() in "sxz":
        return name
    last_word = name.split()[-1]
    return f"{name}:s" if len(last_word) > 1 and last_word.isupper() else f"{name}s"


def count_word(count: int, *, neuter: bool = False) -> str:
    """A count in running text: "en" (neuter "ett") to "tolv", other counts in digits."""
    if count == 1 and neuter:
        return "ett"
    return COUNT_WORDS[count - 1] if 1 <= count <= len(COUNT_WORDS) else number(count)


def join_names(names: Sequence[str]) -> str:
    """Names as a list in a sentence: "Berg, Bräcke och Åre"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} och {names[-1]}"


def sort_key(text: str) -> str:
    """The key that puts texts in Swedish order: Å, Ä, Ö after Z, case ignored, é as e, ü as y."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


def no_break(text: str) -> str:
    """The text with its spaces made no-break, so that it stays on one line."""
    return text.replace(" ", NBSP)
