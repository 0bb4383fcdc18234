"""Takes pictures of every page as a role: script/screenshots FOLDER [ROLE …]."""

import sys
import tempfile
from pathlib import Path

import django
import served
from playwright.sync_api import sync_playwright

WIDTHS = (1280, 390)


def take(folder: Path, roles: list[str]) -> None:
    """Writes role-page-width.png, details closed, one page of each kind."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        served.serve(Path(scratch)) as portal,
        sync_playwright() as engine,
    ):
        browser = engine.chromium.launch(executable_path=served.CHROMIUM, args=served.FLAGS)
        for role in roles or portal.logins:
            context = browser.new_context(locale="sv-SE")
            served.log_in(context, portal, role)
            paths = [*served.crawl(context, portal, each=1), *served.ACCOUNT_PAGES]
            _pages(context.new_page(), portal, folder, role, paths)
        _pages(browser.new_page(), portal, folder, "alla", served.PUBLIC_PAGES)
        browser.close()


def _pages(page, portal, folder: Path, role: str, paths) -> None:
    for path in paths:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(portal.address + path)
            name = path.strip("/").replace("/", "-").replace("?", "-") or "start"
            page.screenshot(path=folder / f"{role}-{name}-{width}.png", full_page=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Ange en mapp: script/screenshots MAPP [ROLL …]")
    django.setup()
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    take(target, sys.argv[2:])
