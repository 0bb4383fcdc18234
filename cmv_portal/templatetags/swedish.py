"""Filters that write numbers, money and dates as Swedes do. Loaded in every template."""

from datetime import date

from django import template

from agreements import swedish

register = template.Library()

register.filter("kr", swedish.kr)
register.filter("signed_kr", swedish.signed_kr)
register.filter("number", swedish.number)
register.filter("genitive", swedish.genitive)
register.filter("long_date", swedish.long_date)
register.filter("short_date", swedish.short_date)
register.filter("count_word", swedish.count_word)


@register.filter
def iso(day: date | None) -> str:
    return swedish.iso(day) if day else ""
