"""How the portal's commands speak: JSON alone on standard output, faults in Swedish on standard error."""

import re
import sys
from datetime import date
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandParser


def fail(*faults: str) -> NoReturn:
    """Stop the command with exit code 2; every fault on a line of its own."""
    for fault in faults:
        print(" ".join(fault.split()), file=sys.stderr)
    raise SystemExit(2)


class _SwedishParser(CommandParser):
    def error(self, message: str) -> NoReturn:
        missing = re.fullmatch(r"the following arguments are required: (.*)", message)
        wrong = re.match(r"argument ([^:]+): ", message)
        if missing:
            fail(f"Det här saknas på kommandoraden: {missing[1]}.")
        if wrong:
            fail(f"Värdet för {wrong[1]} går inte att använda. Se --help.")
        fail(f"Kommandoraden går inte att förstå ({message}). Se --help.")


class PortalCommand(BaseCommand):
    """A command whose faults are one Swedish line each, with exit code 2."""

    def create_parser(self, prog_name, subcommand, **kwargs):
        # Django names its own parser class; ours only speaks otherwise.
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _SwedishParser
        return parser


def allow_estimated_hint(error: Exception) -> str:
    """A missing population's message, with the option that lets the latest known one be used."""
    return f"{error} Tillåt det med --allow-estimated."


def year(text: str) -> int:
    """A year on the command line, 2000-2100."""
    value = int(text)
    if value not in range(2000, 2101):
        raise ValueError(text)
    return value


def iso_date(text: str) -> date:
    """A date on the command line, as 2027-01-15."""
    return date.fromisoformat(text)
