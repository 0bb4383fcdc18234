"""Filters that write numbers, money and dates as Swedes do. Loaded in every template."""

from datetime import date

from django import template

from agreements import swedish

register = template.Library()

register.filter("kr", swedish.kr)
register.filter("signed_kr", swedish.signed_kr)
register.filter("number", swedish.number)
register.filter("signed_number", swedish.signed_number)
register.filter("genitive", swedish.genitive)
register.filter("long_date", swedish.long_date)
register.filter("short_date", swedish.short_date)
register.filter("count_word", swedish.count_word)


@register.filter
def count_neuter(count: int) -> str:
    """The number as a word before a neuter noun: "ett ställe"."""
    return swedish.count_word(count, neuter=True)


@register.filter
def in_sentence(name: str) -> str:
    """A name as it stands inside a sentence: only its first letter small, and not an abbreviation's."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@register.filter
def iso(day: date | None) -> str:
    return swedish.iso(day) if day else ""
