"""A party's page is one sheet of A4, for every party, with invoices and without."""

import io

import pikepdf
import pytest

pytestmark = pytest.mark.xdist_group("browser")

MUNICIPALITIES = ("ragunda", "bracke", "krokom", "stromsund", "are", "berg", "harjedalen", "ostersund")
PAPER = (595, 842)  # A4 in points


@pytest.fixture
def print_page(portal, page_as):
    def printed(role, address):
        page = page_as(role)
        assert page.goto(portal.address + address).ok
        return page, pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    return printed


@pytest.mark.parametrize("organisation", MUNICIPALITIES)
@pytest.mark.parametrize("role", ["principal_finance", "strategist"])
def test_every_municipality_is_one_sheet(organisation, role, print_page):
    """The principal's officer reads every invoice, the strategist none."""
    page, sheet = print_page(role, f"/samverkan/cmv/{organisation}/")
    assert page.locator("#fakturor").count() == (role == "principal_finance")
    assert page.locator("svg.pic[aria-labelledby^=aren]").count() == 1
    assert len(sheet.pages) == 1
    [left, bottom, right, top] = sheet.pages[0].mediabox
    assert (round(right - left), round(top - bottom)) == pytest.approx(PAPER, abs=1)


@pytest.mark.parametrize(
    "address",
    [
        "/samverkan/norrsken/berg/",
        "/samverkan/norrsken/region-jamtland-harjedalen/",
        "/samverkan/vasternorrland/timra/",
        "/samverkan/dalarna/falun/",
    ],
)
def test_the_other_cooperations_parties_are_one_sheet_too(address, print_page):
    _, sheet = print_page("strategist", address)
    assert len(sheet.pages) == 1


def test_what_is_only_for_the_screen_is_not_printed(print_page):
    page, _ = print_page("principal_finance", "/samverkan/cmv/bracke/")
    page.emulate_media(media="print")
    assert not page.get_by_role("heading", name="Andra parter, och tänk om").is_visible()
    assert page.get_by_role("heading", name="År för år").is_visible()
