"""How fast the portal is, as ratios against a floor measured in the same run.

Every figure first asserts that both sides gave the same output. Medians of paired rounds, so that a
machine that slows down slows both. The figures are numbered as in docs/prestanda.md.
"""

import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from agreements.models import Agreement
from cmv_portal.bench import pdf as invoices
from cmv_portal.bench.reports import report_vs_naive, sample_report
from cmv_portal.january.issuing import issue_charge
from cmv_portal.models import User
from costs.actions.charges import attest, make_draft, open_fixed_cost
from costs.apportionment import distribute
from costs.files import read_file
from costs.models import Charge


@dataclass(frozen=True)
class Figure:
    """A measured ratio beside the one to reach; None where it could not be measured, and why."""

    number: int
    name: str
    ratio: float | None
    reach: float
    note: str = ""

    @property
    def reached(self) -> bool | None:
        return None if self.ratio is None else self.ratio <= self.reach


def paired(ours: Callable[[], object], floor: Callable[[], object], *, rounds: int, repeat: int = 1):
    """The median of ours/floor over rounds in which both ran next to each other."""
    ours(), floor()
    ratios = []
    for _ in range(rounds):
        ratios.append(_seconds(ours, repeat) / _seconds(floor, repeat))
    return statistics.median(ratios)


def _seconds(work: Callable[[], object], repeat: int) -> float:
    gc.collect()
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return time.perf_counter() - start


# --- Figure 9: exact allocation to float rounding


def allocation(sizes=(8, 290, 10_000)) -> list[Figure]:
    """Exact allocation against rounding every share by itself in binary floating point.

    Small keys are measured over many tables, since some add up when rounded and some need a unit moved.
    """
    return [_allocation(size, tables=max(1, 400 // size)) for size in sizes]


def _allocation(size: int, *, tables: int) -> Figure:
    total = 4_744_767 * max(1, size // 8)
    draw = random.Random(size)  # noqa: S311 - test data
    keys = [draw.choices(range(2_000, 900_000), k=size) for _ in range(tables)]

    def exact():
        return [distribute(total, weights) for weights in keys]

    def rounded():
        return [
            [round(total * weight / whole) for weight in weights]
            for weights in keys
            for whole in [sum(weights)]
        ]

    for ours, floor in zip(exact(), rounded(), strict=True):
        if sum(ours) != total or any(abs(one - other) > 1 for one, other in zip(ours, floor, strict=True)):
            raise AssertionError("Fördelningen och golvet gav inte samma belopp.")
    ratio = paired(exact, rounded, rounds=15, repeat=max(1, 200_000 // (size * tables)))
    return Figure(9, f"exakt fördelning, {size} parter", ratio, 2.5)


# --- Figures 1 to 4: from frozen contents to PDF


def pdf() -> list[Figure]:
    """Our invoice against a naive one and Chromium's, the annual report, the January batch of 8 and 290."""
    contents = invoices.sample_contents()
    measured = [
        (1, "faktura mot naiv WeasyPrint", invoices.invoice_vs_naive(contents[1]), 0.60),
        (2, "fakturans byte mot Chromiums", invoices.bytes_vs_chromium(contents[1]), 0.33),
        (3, "verksamhetsberättelsen mot naiv WeasyPrint", report_vs_naive(sample_report()), 0.70),
        (4, "januarikörningens 8 handlingar", invoices.batch_vs_naive(contents, 8), 0.38),
        (4, "en körning med 290 handlingar", invoices.batch_vs_naive(contents, 290, rounds=1), 0.40),
    ]
    return [Figure(number, name, got.value, reach, got.note) for number, name, got, reach in measured]


# --- Figure 5: download of an issued invoice


class _Undo(Exception):
    """Takes the bench's own invoices back."""


def download() -> list[Figure]:
    """A download through all middleware against a signed-in view that sends the same bytes, and a render."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media):
        try:
            with transaction.atomic():
                figures += _download()
                raise _Undo
        except _Undo:
            return figures


def _download() -> list[Figure]:
    from followup import documents

    document = _an_issued_invoice()
    data = read_file(document)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(document.issued_by)
    floor_urls = type("FloorUrls", (), {"urlpatterns": [
        path("golv/", login_required(lambda request: HttpResponse(data, content_type="application/pdf"))),
        path("", include("cmv_portal.urls")),
    ]})  # fmt: skip
    with override_settings(ROOT_URLCONF=floor_urls, SECURE_SSL_REDIRECT=False):

        def ours():
            return _bytes(client.get(f"/fakturor/{document.pk}/pdf/"))

        def floor():
            return _bytes(client.get("/golv/"))

        def render():
            return documents.render(document.frozen)

        if not ours() == floor() == data or render()[:5] != data[:5]:
            raise AssertionError("Nedladdningen och golvet gav inte samma byte.")
        return [
            Figure(
                5,
                "nedladdning mot inloggad vy med samma byte",
                paired(ours, floor, rounds=15, repeat=20),
                1.2,
            ),
            Figure(5, "nedladdning mot rendering", paired(ours, render, rounds=9), 0.10),
        ]


def _bytes(response) -> bytes:
    if response.status_code != 200:
        raise AssertionError(f"Nedladdningen svarade {response.status_code}.")
    return b"".join(response)


def _an_issued_invoice():
    agreement = Agreement.objects.select_related("cooperation").get(slug="cmv-2025")
    issued = Charge.objects.filter(agreement=agreement, kind="fixed_cost", state="issued")
    year = next(y for y in range(2025, 2100) if not issued.filter(year=y).exists())
    alex, robin = (User.objects.get(username=name) for name in ("alex", "robin"))
    charge = open_fixed_cost(agreement=agreement, year=year)
    make_draft(charge=charge, by=alex, allow_estimated=True)
    attest(charge=charge, by=robin, issue_date=date(year, 1, 15))
    return issue_charge(charge=charge, by=alex)[0]
