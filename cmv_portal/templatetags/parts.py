"""Filters for the parts that pages share: fields of a form, the clause under a line."""

import re

from django import template
from django.forms import CheckboxInput

register = template.Library()

DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
NUMBERED = re.compile(r"\b(punkt|bilaga|figur|fotnot) (?=\d)", re.IGNORECASE)


@register.filter
def bare(field):
    """A form field's control without placeholder: the label says what to write."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def kind(field) -> str:
    """How a field is laid out: "check" for a single box to tick, else "field"."""
    return "check" if isinstance(field.field.widget, CheckboxInput) else "field"


@register.filter
def clause(text: str) -> str:
    """A clause as it is cited: "11.3" becomes "Punkt 11.3", other places in a source stay as they are.

    The word and its number keep to one line.
    """
    return NUMBERED.sub("\\1\N{NO-BREAK SPACE}", f"Punkt {text}" if text[:1].isdigit() else text)


@register.filter(is_safe=True)
def whole_dates(text: str) -> str:
    """A help text with its dates kept to one line each; one that was safe HTML stays so."""
    return DATE.sub(r'<span class="nb">\g<0></span>', str(text))


@register.filter
def said_under(step) -> str:
    """What stands under a line of a derivation: "Avtalets tabell, punkt 11.3"."""
    cited = clause(step.clause)
    return f"{step.note}, {cited[:1].lower()}{cited[1:]}" if step.note and cited else step.note or cited
