"""One portal and one browser for all browser tests."""

from pathlib import Path

import pytest
import served

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    with served.serve(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    if not Path(served.CHROMIUM).exists():
        pytest.skip(f"Webbläsaren {served.CHROMIUM} saknas.")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=served.CHROMIUM, args=served.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(portal, chromium):
    """Signs in as a role once, and gives what a new browser context needs to be that person."""
    states = {}

    def state(role: str | None):
        if role is None:
            return None
        if role not in states:
            context = chromium.new_context(locale="sv-SE")
            served.log_in(context, portal, role)
            states[role] = context.storage_state()
            context.close()
        return states[role]

    return state


@pytest.fixture
def page_as(chromium, signed_in):
    """Opens a page as a role, or as nobody; further options are the browser context's."""
    contexts = []

    def page(role: str | None = None, **options):
        context = chromium.new_context(locale="sv-SE", storage_state=signed_in(role), **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()
