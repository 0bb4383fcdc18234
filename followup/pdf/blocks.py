"""Plain text as it is written in the portal, set as paragraphs, lists and dated events."""

from dataclasses import dataclass
from itertools import groupby

from agreements.swedish import MONTHS


@dataclass(frozen=True)
class Event:
    """Something that happened in a month."""

    month: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph, a list, or events; exactly one of the three."""

    paragraph: str = ""
    items: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs parted by blank lines; lines with a dash are a list, "Mars: …" an event of that month."""
    parts = [" ".join(part.split(" ")).strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    made = [_block(part) for part in parts if part]
    found: list[Block] = []
    for is_event, group in groupby(made, key=lambda block: bool(block.events)):
        together = list(group)
        if is_event:
            found.append(Block(events=tuple(event for block in together for event in block.events)))
        else:
            found += together
    return tuple(found)


def _block(part: str) -> Block:
    lines = [line.strip() for line in part.split("\n") if line.strip()]
    if all(line.startswith(("- ", "– ")) for line in lines):
        return Block(items=tuple(line[2:].strip() for line in lines))
    joined = " ".join(lines)
    month, colon, rest = joined.partition(":")
    if colon and month.strip().casefold() in MONTHS and rest.strip():
        return Block(events=(Event(month.strip().capitalize(), rest.strip()),))
    return Block(paragraph=joined)
