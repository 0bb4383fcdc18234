"""A year from empty to adopted, as the centre's manager walks it; and the figures typed by keyboard alone."""

import csv
import io
import random

import pytest

pytestmark = pytest.mark.xdist_group("browser")

YEAR = 2022
BASE = "/uppfoljning/cmv"
GOALS = range(1, 12)


def filled(template: str) -> bytes:
    """The template of the year with made-up figures: every split adds up to its total."""
    dice = random.Random(2022)
    rows = list(csv.reader(io.StringIO(template.removeprefix("\ufeff")), delimiter=";"))
    head, labels = rows[0], [tuple(row[:3]) for row in rows[1:]]
    totals = {name: dice.randrange(6, 40) for name, _, _ in labels}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(head)
    left: dict[tuple[str, str], int] = {}
    for at, (name, division, label) in enumerate(labels):
        last = at + 1 == len(labels) or labels[at + 1][:2] != (name, division)
        if division == "Totalt":
            value = totals[name]
        elif division == "Summor":
            value = totals[name] * 3
        else:
            rest = left.setdefault((name, division), totals[name])
            value = rest if last else dice.randint(0, rest)
            left[name, division] -= value
        writer.writerow([name, division, label, value])
    return out.getvalue().encode("utf-8-sig")


def press(page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def heading(page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_manager_gets_from_an_empty_year_to_an_adopted_report(portal, page_as):
    page = page_as("cmv_manager", java_script_enabled=False)
    _import_figures(page, portal)
    _follow_up_a_plan(page, portal)
    page.goto(f"{portal.address}{BASE}/rapport/{YEAR}/")
    press(page, "Börja på verksamhetsberättelse")
    _write_texts(page, portal)
    page.goto(f"{portal.address}{BASE}/rapport/{YEAR}/")
    assert heading(page) == f"Verksamhetsberättelse {YEAR} kan granskas"
    page.get_by_label("Texterna innehåller inga uppgifter om enskilda").check()
    press(page, "Granska och visa för styrgruppen")
    assert page.get_by_text("Tabellerna är godkända i röjandekontrollen.").is_visible()

    group = page_as("steering_member", java_script_enabled=False)
    group.goto(f"{portal.address}{BASE}/rapport/{YEAR}/")
    assert heading(group) == f"Verksamhetsberättelse {YEAR} väntar på styrgruppen"
    reader = page_as("socsam_reader", java_script_enabled=False)
    assert reader.goto(f"{portal.address}{BASE}/rapport/{YEAR}/").status == 404

    page.get_by_label("Dag").fill("2023-03-10")
    page.get_by_label("Paragraf i protokollet").fill("§ 8")
    press(page, "Fastställ verksamhetsberättelse")
    assert page.get_by_text("är fastställd och kan läsas av alla").is_visible()
    assert reader.goto(f"{portal.address}{BASE}/rapport/{YEAR}/").status == 200
    pdf = reader.context.request.get(f"{portal.address}{BASE}/rapport/{YEAR}/utgava-1.pdf")
    assert pdf.body().startswith(b"%PDF-1.7")


def _import_figures(page, portal) -> None:
    template = page.context.request.get(f"{portal.address}{BASE}/siffror/{YEAR}/mall.csv").text()
    page.goto(f"{portal.address}{BASE}/siffror/{YEAR}/las-in/")
    file = {"name": "siffror.csv", "mimeType": "text/csv", "buffer": filled(template)}
    page.set_input_files("input[type=file]", file)
    press(page, "Pröva filen")
    press(page, "Skriv in siffrorna")
    assert heading(page) == f"Alla siffror för {YEAR} är klara"


def _follow_up_a_plan(page, portal) -> None:
    plan = f"{portal.address}{BASE}/verksamhetsplan/{YEAR}/"
    page.goto(plan)
    press(page, "Börja på verksamhetsplan")
    page.goto(f"{plan}mal/nytt/")
    page.get_by_label("Mål", exact=True).fill("Gemensamma rutiner")
    page.get_by_label("Det här gör vi").fill("Vi tar fram rutiner tillsammans.")
    press(page, "Spara")
    page.goto(plan)
    page.get_by_label("Beslutsdag").fill("2021-12-10")
    page.get_by_label("Texten innehåller inga uppgifter om enskilda").check()
    press(page, "Registrera beslutet")
    page.goto(plan)
    page.get_by_role("link", name="Skriv hur det gick").first.click()
    page.get_by_label("Så gick det").fill("Rutinerna används.")
    page.get_by_label("Bedömning").select_option("fulfilled")
    press(page, "Spara")


def _write_texts(page, portal) -> None:
    page.goto(f"{portal.address}{BASE}/rapport/{YEAR}/text/maluppfyllelse/")
    for number in GOALS:
        page.get_by_label(f"Mål {number}.").fill("Så här har vi arbetat under året.")
        page.get_by_label(f"Bedömning av mål {number}", exact=True).select_option("partly")
    press(page, "Spara texten")
    for slot in ("vasentliga-handelser", "resurser", "ekonomi"):
        page.goto(f"{portal.address}{BASE}/rapport/{YEAR}/text/{slot}/")
        page.get_by_label("Text").fill("Det här hände under året.")
        press(page, "Spara texten")


def test_figures_are_typed_by_keyboard_and_added_up_on_the_way(portal, page_as):
    page = page_as("cmv_manager")
    page.goto(f"{portal.address}{BASE}/siffror/2026/matt/jourlagenhet-barn/")
    page.get_by_label("Barn som flyttade in").focus()
    for typed in ("12", "5", "9"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    sex = page.locator("fieldset", has=page.get_by_text("Kön", exact=True))
    assert sex.locator("output").inner_text() == "14"
    assert sex.get_by_text("2 mer än totalt.").is_visible()
    page.keyboard.press("Enter")
    page.get_by_text("Kön blir tillsammans 14, men totalt är 12.").wait_for()


def test_a_reader_can_use_a_report_by_keyboard(portal, page_as):
    page = page_as("socsam_reader", viewport={"width": 390, "height": 800})
    page.goto(f"{portal.address}{BASE}/rapport/2025/")
    summary = page.locator("summary", has_text="Stödsamtal för våldsutsatta")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("table", name="Stödsamtal för våldsutsatta").is_visible()


def test_on_paper_what_is_fictitious_is_marked_and_a_sum_stands_once(portal, page_as):
    """A sum row that a browser repeats at every page break makes half a table look whole."""
    page = page_as("socsam_reader")
    page.goto(f"{portal.address}{BASE}/rapport/2025/")
    page.emulate_media(media="print")
    assert page.get_by_text("Uppgifterna i rapporten är fiktiva.").is_visible()
    shown = "foot => getComputedStyle(foot).display"
    assert page.locator("tfoot").first.evaluate(shown) == "table-row-group"
