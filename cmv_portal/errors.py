"""What an error page and a mailed error leave out."""

from django.views.debug import SafeExceptionReporterFilter


class AlwaysHidden(SafeExceptionReporterFilter):
    """Hides what a page says is sensitive also where DEBUG is on: the demo may be tried with real habits."""

    def is_active(self, request) -> bool:
        return True
