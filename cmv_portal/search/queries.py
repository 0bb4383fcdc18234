"""A search: what was asked for, and what was found, kind by kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements.personal_numbers import holds_personal_number
from agreements.swedish import count_word
from cmv_portal.search.matching import Piece, holds_all, holds_words, in_context, marked, tidy, words_of
from cmv_portal.search.sources import SOURCES, Record

MOST_OF_A_KIND = 10


@dataclass(frozen=True)
class Hit:
    url: str
    title: tuple[Piece, ...]
    note: tuple[Piece, ...]
    context: tuple[Piece, ...]
    rank: int


@dataclass(frozen=True)
class Group:
    """The hits of a kind; `more` is how many that are not shown."""

    heading: str
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True)
class Search:
    """`query` is empty where nothing was asked for, or where a personal number was: it is not repeated."""

    query: str
    groups: tuple[Group, ...] = ()
    held_number: bool = False

    @property
    def number(self) -> int:
        return sum(len(group.hits) + group.more for group in self.groups)

    @property
    def in_short(self) -> str:
        if not self.groups:
            return "Inget hittades."
        return f"{count_word(self.number).capitalize()} {'träff' if self.number == 1 else 'träffar'}"


def search(user, query: str) -> Search:
    """What the person may read that holds every word asked for."""
    if holds_personal_number(query, any_check_digit=True):
        return Search("", held_number=True)
    words = words_of(query)
    if not words:
        return Search("")
    found = [(heading, list(_matching(words, source(user)))) for heading, source in SOURCES]
    groups = [_group(heading, hits) for heading, hits in found if hits]
    return Search(" ".join(words), tuple(sorted(groups, key=lambda group: group.hits[0].rank)))


def _group(heading: str, hits: list[Hit]) -> Group:
    best = sorted(hits, key=lambda hit: hit.rank)
    return Group(heading, tuple(best[:MOST_OF_A_KIND]), max(0, len(hits) - MOST_OF_A_KIND))


def _matching(words: tuple[str, ...], records: Iterable[Record]) -> Iterator[Hit]:
    """Those that hold every word, and not only by where they belong."""
    for record in records:
        title, note, text = tidy(record.title), tidy(record.note), tidy(record.text)
        if holds_all(words, title, note, text) and any(holds_all((word,), title, text) for word in words):
            rank = _rank(words, title, text)
            yield Hit(record.url, marked(title, words), marked(note, words), in_context(text, words), rank)


def _rank(words: tuple[str, ...], title: str, text: str) -> int:
    """How near what was asked for: the words themselves before parts of longer ones, titles before texts."""
    ways = (holds_words(words, title), holds_words(words, title, text), holds_all(words, title))
    return next((rank for rank, is_so in enumerate(ways) if is_so), len(ways))
