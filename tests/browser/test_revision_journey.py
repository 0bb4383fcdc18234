"""A revision from the edition of 2025 to the January run of the next year, as people walk it, no JavaScript.

The walk has a portal of its own: what it changes is for ever.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
import served
from journey_lab import EIGHT, signed_file
from signing_lab import authority

pytestmark = pytest.mark.xdist_group("browser")

NEXT = date.today().year + 1  # noqa: DTZ011 – the portal's own day
EDITION = f"/avtal/cmv-{NEXT}"


@pytest.fixture
def own_portal(tmp_path, monkeypatch):
    roots = tmp_path / "rötter.pem"
    roots.write_bytes(authority().pem)
    monkeypatch.setenv("SIGNATURE_TRUST_ROOTS", str(roots))
    with served.serve(tmp_path) as portal:
        yield portal


@pytest.fixture
def open_as(own_portal, chromium):
    """A page signed in as a role, without JavaScript."""
    contexts = []

    def page(role):
        context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
        context.set_default_timeout(30_000)
        contexts.append(context)
        served.log_in(context, own_portal, role)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()


def press(page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def heading(page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_revision_walks_from_draft_to_the_january_run(own_portal, open_as):
    sam = open_as("strategist")
    _write(sam, own_portal)
    reader = open_as("socsam_reader")
    assert reader.goto(f"{own_portal.address}{EDITION}/").status == 404

    sam.goto(f"{own_portal.address}{EDITION}/revidering/")
    press(sam, "Lämna för beslut")
    assert heading(sam) == "Ingen av åtta parter har sagt ja"
    assert reader.goto(f"{own_portal.address}{EDITION}/").status == 200
    for step in ("forslag", "rekommendation", *EIGHT):
        _approve(sam, own_portal, step)
    assert heading(sam) == "Åtta av åtta parter har sagt ja"

    files = _signed_files()
    for slug in EIGHT:
        sam.goto(f"{own_portal.address}{EDITION}/beslut/underskrift/{slug}/")
        file = {
            "name": "avtal.pdf",
            "mimeType": "application/pdf",
            "buffer": files[slug],
        }
        sam.get_by_label("Undertecknad PDF").set_input_files(file)
        press(sam, "Kontrollera filen")
        assert heading(sam).endswith(" räknas"), sam.get_by_role("main").inner_text()
    sam.goto(f"{own_portal.address}{EDITION}/beslut/")
    assert heading(sam) == f"Alla åtta har godkänt Samarbetsavtal Centrum mot våld {NEXT}"

    officer = open_as("principal_finance")
    officer.goto(f"{own_portal.address}/kostnader/cmv/{NEXT}/januari/")
    text = officer.get_by_role("main").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "4 860 000 kr" in text  # 4 500 000 with the new overhead of 8 %


def _signed_files() -> dict[str, bytes]:
    """A file signed for each; in a thread of its own, since the browser's has a loop that runs."""
    now = datetime.now(UTC)
    with ThreadPoolExecutor(1) as pool:
        made = pool.map(lambda slug: signed_file(slug.capitalize(), at=now), EIGHT)
        return dict(zip(EIGHT, made, strict=True))


def _write(sam, portal) -> None:
    """A new budget and one changed term, from the agreement's own page."""
    sam.goto(f"{portal.address}/avtal/cmv-2025/")
    sam.get_by_role("link", name="Börja på en revidering").click()
    press(sam, "Skapa utkastet")
    sam.get_by_role("link", name="Ändra villkor").click()
    sam.get_by_role("link", name="OH-kostnad i procent").click()
    sam.get_by_label("Värde").fill("8")
    press(sam, "Spara")
    sam.get_by_role("link", name="Ändra budgeten").click()
    for place in range(1, 11):
        sam.locator(f"[name=label_{place}]").fill({1: "Personal", 2: "Lokaler"}.get(place, ""))
        sam.locator(f"[name=amount_{place}]").fill({1: "4 000 000", 2: "500 000"}.get(place, ""))
    press(sam, "Spara budgeten")
    assert "8 %" in sam.get_by_role("main").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def _approve(sam, portal, step: str) -> None:
    sam.goto(f"{portal.address}{EDITION}/beslut/steg/{step}/")
    sam.get_by_label("Ja", exact=True).check()
    sam.get_by_label("Beslutat", exact=True).fill(date.today().isoformat())  # noqa: DTZ011
    sam.get_by_label("Paragraf").fill("84")
    press(sam, "Spara")
