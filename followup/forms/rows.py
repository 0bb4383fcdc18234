"""The box by which a person answers for a text of the follow-up."""

from django import forms

from followup.free_text import CONFIRMATION


def confirmation() -> forms.BooleanField:
    """The box by which a person answers for a text (R12)."""
    return forms.BooleanField(
        label=CONFIRMATION, error_messages={"required": "Läs igenom texterna och intyga det."}
    )
