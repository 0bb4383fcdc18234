"""Keeps figures out of error pages, mailed errors and logs, however a page breaks.

A page of raw figures holds them in its variables, in what was posted, and a fault may quote them: "invalid
literal for int()", or the row that a database refused. So what goes on from here is the kind of fault and
the place in the code, nothing else.
"""

import traceback
from collections.abc import Iterable, Iterator
from functools import wraps
from pathlib import Path
from types import TracebackType

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import URLResolver
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

# How a view says no; their messages are our own words.
ANSWERS = (Http404, PermissionDenied, SuspiciousOperation)


class FigureFault(Exception):
    """Something broke on a page of figures; the message says what kind of fault and where in the code."""


class _Silent:
    """Around a view: a fault becomes a FigureFault, which quotes nothing."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(fault, Exception) and not isinstance(fault, (*ANSWERS, FigureFault)):
            raise FigureFault(where(fault)) from None


def _silently(parts: Iterable[bytes]) -> Iterator[bytes]:
    """A page that is sent bit by bit, made after its view has answered."""
    with _Silent():
        yield from parts


def where(fault: BaseException) -> str:
    """The kind of a fault and the place in the code where it happened."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} i {Path(last.filename).name}, rad {last.lineno}"


def keeps_figures(view):
    """A view whose variables, posted fields and faults end nowhere else than on its own page."""

    @sensitive_variables()
    @sensitive_post_parameters()
    @wraps(view)
    def kept(request, *args, **kwargs):
        with _Silent():
            response = view(request, *args, **kwargs)
        if response.streaming:
            response.streaming_content = _silently(response.streaming_content)
        return response

    kept.keeps_figures = True
    return wraps(view)(kept)


def keep_all(patterns) -> None:
    """Let every view of the addresses keep its figures, those that are included as well."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            keep_all(pattern.url_patterns)
        else:
            pattern.callback = keeps_figures(pattern.callback)
