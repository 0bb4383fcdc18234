"""Every page, for every role, in a real browser: readable, accessible, and alone with its own server."""

import re

import pytest
import served
from axe_playwright_python.sync_playwright import Axe

from cmv_portal.roles import Role

pytestmark = pytest.mark.xdist_group("browser")

ROLES = [None, *(role.value for role in Role)]
PAGES_OF_A_KIND = 2
WIDE, PHONE, NARROWEST = 1280, 390, 320
VIEWS = [(width, theme) for theme in ("light", "dark") for width in (WIDE, PHONE)]
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# The width of a page, and what stands outside of it, without our typefaces or with them. With `font-display:
# optional` it is the network that decides which, so the rules are taken away, and put back to be waited for.
WIDTH = """async without => {
    const sheet = [...document.styleSheets].find(sheet => sheet.href.includes("look."));
    const faces = [...sheet.cssRules].filter(rule => rule instanceof CSSFontFaceRule);
    window.faces ??= faces.map(rule => rule.cssText.replace("optional", "block"));
    faces.forEach(() => sheet.deleteRule(0));
    if (!without) {
        window.faces.forEach(rule => sheet.insertRule(rule));
        await Promise.all([...document.fonts].map(face => face.load()));
    }
    const wide = document.documentElement.scrollWidth;
    const outside = [...document.querySelectorAll("body *")].filter(part =>
        part.getBoundingClientRect().right > innerWidth + 1 && !part.closest(".scroll, .vh, .skip, .me ul"));
    return [wide, outside.map(part => part.outerHTML.slice(0, 90)).slice(-3)];
}"""
HELP, NOT_FOUND = "/hjalp/", "/finns-inte/"


@pytest.fixture(scope="module")
def seen():
    """What pages looked at were built of: axe reads a page when something in it is new."""
    return set()


def test_the_demo_has_a_person_in_every_role(portal):
    assert set(ROLES) - {None} == set(portal.logins)


@pytest.mark.parametrize("role", ROLES)
def test_pages_are_accessible_and_keep_to_themselves(portal, page_as, seen, role):
    page = page_as(role)
    faults = _listen(page, portal)
    for path, html in _pages(page, portal, role).items():
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        page.goto(portal.address + path)
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        faults += [f"{path}: {fault}" for fault in _shape(page)]
        built_of = served.shapes(html) | {served.kind_of(path)}
        if not built_of <= seen:
            faults += _violations_in_all_views(page, path)
        seen |= built_of
    assert not faults, "\n".join(faults)


def _pages(page, portal, role) -> dict[str, str]:
    """The HTML of the pages a role reaches, by address."""
    paths = served.PUBLIC_PAGES if role is None else served.ACCOUNT_PAGES
    html = {path: page.context.request.get(portal.address + path).text() for path in paths}
    if role is not None:
        html |= served.crawl(page.context, portal, each=PAGES_OF_A_KIND)
    return html


def _violations_in_all_views(page, path: str) -> list[str]:
    found = {}
    for width, theme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        for violation in _violations(page):
            found.setdefault(violation, []).append(f"{width} {theme}")
    return [f"{path} ({', '.join(views)}): {violation}" for violation, views in found.items()]


def _listen(page, portal) -> list[str]:
    """A list that fills with console errors, CSP reports and requests to anyone else's server."""
    heard: list[str] = []

    def console(message):
        missing = message.text.startswith("Failed to load resource") and message.location["url"].endswith(
            NOT_FOUND
        )
        if message.type in ("error", "warning") and not missing:
            heard.append(f"{page.url}: {message.text} {message.location['url']}")

    def request(sent):
        if not sent.url.startswith((portal.address, "data:")):
            heard.append(f"{page.url} hämtar {sent.url}")

    page.on("console", console)
    page.on("request", request)
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    return heard


def _shape(page) -> list[str]:
    """What is wrong with a page as a document, and with its width in our typefaces and in the system's."""
    widths = {name: page.evaluate(WIDTH, name == "systemets") for name in ("systemets", "våra")}
    found = page.evaluate(
        """() => ({
            headings: document.querySelectorAll("h1").length,
            title: document.title,
            lang: document.documentElement.lang,
            // The one script there is adds up figures while they are typed.
            scripts: [...document.scripts].filter(part => !part.src.endsWith("/entry.js")).length,
            twice: [...document.querySelectorAll("[id]")].map(part => part.id)
                .filter((id, place, all) => all.indexOf(id) < place),
        })"""
    )
    faults = {
        f"{found['headings']} huvudrubriker": found["headings"] != 1,
        f"titeln är {found['title']!r}": not re.fullmatch(r"\S.* – CMV-portalen", found["title"]),
        f"språket är {found['lang']!r}": found["lang"] != "sv",
        f"{found['scripts']} skript": found["scripts"] != 0,
        f"samma id flera gånger: {found['twice']}": bool(found["twice"]),
    }
    faults |= {
        f"{wide} bildpunkter brett med {name} typsnitt: {parts}": wide > NARROWEST
        for name, (wide, parts) in widths.items()
    }
    return [fault for fault, true in faults.items() if true]


def _violations(page) -> list[str]:
    answer = Axe().run(page, options=AXE).response
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


def test_menu_of_the_person(portal, page_as):
    page = page_as("administrator", viewport={"width": PHONE, "height": 800})
    page.goto(portal.address + HELP)
    page.locator("details.me summary").click()
    assert page.get_by_role("link", name="Administration").is_visible()
    assert _violations(page) == []


def test_signs_in_and_out_without_javascript(portal, page_as):
    page = page_as(java_script_enabled=False)
    served.log_in(page.context, portal, "party_finance")
    page.goto(portal.address + HELP)
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Logga ut").click()
    assert page.get_by_text("Du är utloggad.").is_visible()
    page.goto(portal.address)
    assert page.get_by_role("heading", level=1).inner_text() == "Logga in"


def test_wrong_password_is_told_in_words(portal, page_as):
    page = page_as()
    page.goto(f"{portal.address}/konto/login/")
    page.get_by_label("Användarnamn").fill("ingen")
    page.get_by_label("Lösenord", exact=True).fill("fel")
    page.get_by_role("button", name="Logga in").click()
    assert "Det här behöver rättas" in page.get_by_role("alert").inner_text()
    assert _violations(page) == []


def test_administration_keeps_to_the_policy(portal, page_as):
    page = page_as("administrator")
    faults = _listen(page, portal)
    page.goto(f"{portal.address}/admin/")
    for address in page.eval_on_selector_all("th a[href]", "links => links.map(link => link.href)"):
        page.goto(address)
        if page.locator(".addlink").count():
            page.goto(f"{address}add/")
    assert not faults, "\n".join(faults)


def test_keyboard_reaches_the_content_first(portal, page_as):
    page = page_as("strategist")
    page.goto(portal.address + HELP)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # The browser moves the focus after the key press has been handled, not within it.
    page.wait_for_function("document.activeElement.id === 'innehall'")
