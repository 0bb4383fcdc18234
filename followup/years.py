"""The years that an address of the follow-up can be about, 2000–2100. Any other is no page.

So nothing is looked up or logged for a year that no date can have, and nothing breaks on it.
"""

from django.urls.converters import IntConverter


class YearConverter(IntConverter):
    """`<year:year>` in an address."""

    regex = "20[0-9]{2}|2100"
