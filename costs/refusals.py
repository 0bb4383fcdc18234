"""What a form of the costs' pages tells when an action refuses."""

from django.core.exceptions import ValidationError

from costs.actions.charges import ActionRefused
from costs.queries.distribution import NOT_POSSIBLE

REFUSALS = (ActionRefused, ValidationError, *NOT_POSSIBLE)


def refused(refusal: Exception) -> list[str]:
    """The reasons in Swedish, a line each."""
    return refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
