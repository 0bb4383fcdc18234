"""What no text field of the portal may hold. The message never repeats what was written."""

from django.core.exceptions import ValidationError

from agreements.personal_numbers import REFUSED, holds_personal_number


def no_personal_number(value: str) -> None:
    """Refuse a text that holds a personal identity number."""
    if holds_personal_number(value):
        raise ValidationError(REFUSED, code="personal_number")


def nothing_like_a_personal_number(value: str) -> None:
    """Refuse a mistyped number too, where the text stands by a cost that concerns a person (11.4)."""
    if holds_personal_number(value, any_check_digit=True):
        raise ValidationError(REFUSED, code="personal_number")
