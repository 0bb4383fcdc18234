"""Which texts a search finds, and how what was found is shown. Å is not A; case makes no difference.

A word is found inside a longer one, as Swedish puts words together: "avtal" finds "samverkansavtal".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_WORDS = 8
LONGEST_QUERY = 100
_BEFORE, _AFTER = 60, 110
_MOST_WINDOWS = 3


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_hit` where a word that was asked for stands."""

    text: str
    is_hit: bool = False


def tidy(text: str) -> str:
    """The text on one line, with one form of each letter."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def words_of(query: str) -> tuple[str, ...]:
    """The words asked for, each once."""
    words = tidy(query[:LONGEST_QUERY]).split()
    return tuple({word.casefold(): word for word in words}.values())[:MOST_WORDS]


def holds_all(words: Sequence[str], *texts: str) -> bool:
    """Whether each word stands in one of the texts."""
    folded = [text.casefold() for text in texts]
    return all(any(word.casefold() in text for text in folded) for word in words)


def holds_words(words: Sequence[str], *texts: str) -> bool:
    """Whether each word stands in one of the texts by itself, not as a part of a longer one."""
    joined = "\n".join(texts)
    return all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", joined, re.IGNORECASE) for word in words)


def marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text in pieces, the words asked for marked."""
    return tuple(piece for piece in _pieces(text, _any_of(words)) if piece.text)


def in_context(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """What stands around the words in a text; empty when none of them stands there."""
    windows = _windows(text, words)
    pieces: list[Piece] = []
    for start, end in windows:
        before = "… " if start else ""
        pieces += [Piece(before), *_pieces(text[start:end], _any_of(words))]
    if windows and windows[-1][1] < len(text):
        pieces.append(Piece(" …"))
    return tuple(piece for piece in pieces if piece.text)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


def _pieces(text: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    place = 0
    for found in pattern.finditer(text):
        yield Piece(text[place : found.start()])
        yield Piece(found[0], is_hit=True)
        place = found.end()
    yield Piece(text[place:])


def _windows(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """The parts of the text to show: around the first place of each word, run together where they meet."""
    firsts = (re.search(re.escape(word), text, re.IGNORECASE) for word in words)
    around = [_whole_words(text, found.start() - _BEFORE, found.end() + _AFTER) for found in firsts if found]
    return list(_joined(sorted(around)))[:_MOST_WINDOWS]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The part, made a little shorter so that it begins and ends with whole words."""
    start = text.find(" ", start) + 1 if start > 0 else 0
    end = text.rfind(" ", 0, end) if end < len(text) else len(text)
    return start, end


def _joined(windows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for start, end in windows:
        if current and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current
