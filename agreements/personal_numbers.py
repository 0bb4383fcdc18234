"""Finds a personal identity number in a text, however it is written. Such a text is never stored.

A coordination number (day 61-91), an interim number (a letter) and a masked one (XXXX) count too.
"""

import re
import unicodedata
from datetime import date

from stdnum import luhn

REFUSED = (
    "Texten verkar innehålla ett personnummer. Ta bort det. Uppgifter om enskilda får inte lagras i portalen."
)

_NUMBER = re.compile(
    r"(?<![0-9])(?:19|20)?([0-9]{2})[-/. ]?([0-9]{2})[-/. ]?([0-9]{2})"
    r"(?:[-+/._ ]{0,3}([0-9]{4}|[Xx*]{4})| ?[-+] ?([A-Za-z][0-9]{3}))(?![0-9])"
)
_MINUS = "\u2212"


def holds_personal_number(text: str, *, any_check_digit: bool = False) -> bool:
    """Whether the text holds a personal identity number; with `any_check_digit` a mistyped one too.

    A telephone number or an organisation number is not taken for one as long as it is written with its
    own hyphen or has no date in it.
    """
    for found in _NUMBER.finditer(_plain(text)):
        year, month, day, last, interim = found.groups()
        if not _is_birth_date(int(year), int(month), int(day)):
            continue
        if interim or not last.isdigit() or any_check_digit or luhn.is_valid(year + month + day + last):
            return True
    return False


def _plain(text: str) -> str:
    """The text with one form of each digit, dash and space, and nothing invisible."""
    written = unicodedata.normalize("NFKC", text)
    seen = (character for character in written if unicodedata.category(character) != "Cf")
    return "".join(_plain_character(character) for character in seen)


def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "Pd" or character == _MINUS:
        return "-"
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    return " " if character.isspace() else character


def _is_birth_date(year: int, month: int, day: int) -> bool:
    """Whether the digits are a day of either century; a coordination number adds 60 to the day."""
    day = day - 60 if day > 60 else day
    return any(_exists(century + year, month, day) for century in (1900, 2000))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
