"""The sidebar: whole in sight for everybody, and its areas open as they were left."""

import pytest
from playwright.sync_api import expect

from apps.accounts.roles import ROLES
from tests.browser.conftest import signed_in

pytestmark = pytest.mark.browser

SCROLLS = "(() => { const rail = document.querySelector('.rail-nav'); return rail.scrollHeight > rail.clientHeight })()"


def test_nobody_has_to_scroll_it_on_a_screen_of_900_px(visit, people):
    scrolling = []
    page = visit(None, "/login")
    for role in ROLES:
        page.context.clear_cookies()
        page.context.add_cookies([signed_in(people[role.lower().replace(" ", "_")], page.url)])
        page.goto("/")
        page.get_by_role("navigation", name="Navigation").get_by_role("link").first.wait_for()
        if page.evaluate(SCROLLS):
            scrolling.append(role)
    assert scrolling == []


@pytest.mark.parametrize("path", ["/sell/till", "/assets", "/payments", "/settings"])
def test_nor_with_the_area_where_one_is(visit, path):
    page = visit("admin", path)
    page.get_by_role("navigation", name="Navigation").locator("[aria-current=page]").wait_for()
    assert not page.evaluate(SCROLLS)


def test_an_area_stays_as_it_was_left_and_opens_where_one_is(visit):
    page = visit("manager")
    area = page.get_by_role("button", name="Stock", exact=True)
    link = page.get_by_role("navigation", name="Navigation").get_by_role("link", name="Assets")
    expect(area).to_have_attribute("aria-expanded", "true")
    area.press("Enter")
    expect(area).to_have_attribute("aria-expanded", "false")
    expect(link).to_be_hidden()
    page.reload()
    expect(area).to_have_attribute("aria-expanded", "false")
    page.goto("/assets")
    expect(area).to_have_attribute("aria-expanded", "true")
    expect(link).to_have_attribute("aria-current", "page")
    page.goto("/")
    expect(area).to_have_attribute("aria-expanded", "false")
    area.press("Space")
    expect(link).to_be_visible()
