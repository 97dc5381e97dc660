"""Views of lists, by keyboard: saved, shared, begun with, changed and taken away."""

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.models import SavedView
from apps.accounts.services import saved_view_create
from apps.inventory.tests.factories import ready, receive
from tests.browser.conftest import axe
from tests.browser.hand import Hand

pytestmark = pytest.mark.browser


def pick(page: Page, item: str) -> None:
    """Open the menu of views and take what begins like that."""
    page.keyboard.press("v")
    page.get_by_role("menu").locator(":focus").wait_for()
    Hand(page).write(item)
    expect(page.get_by_role("menu").locator(":focus")).to_contain_text(item)
    page.keyboard.press("Enter")
    page.get_by_role("menu").wait_for(state="detached")


def test_a_manager_saves_a_view_shares_it_and_begins_with_it(visit, people):
    unit, _ = ready(people)[0], receive(people)
    page = visit("manager", "/assets?status=Ready+for+Sale&ordering=received_date")
    page.get_by_role("row", name=unit.asset_tag).wait_for()
    pick(page, "Save")
    dialog = page.get_by_role("dialog")
    dialog.locator("input:focus").wait_for()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Views", exact=True)).to_be_focused()
    pick(page, "Save")
    dialog.locator("input:focus").wait_for()
    Hand(page).write("Ready to sell")
    for _ in ("default", "shared"):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    Hand(page).send()
    dialog.wait_for(state="detached")
    view = SavedView.objects.get()
    assert (view.user, view.list, view.name, view.query, view.shared, view.is_default) == (
        people["manager"], "assets", "Ready to sell", "status=Ready+for+Sale&ordering=received_date", True, True,
    )  # fmt: skip
    page.goto("/invoices")
    page.get_by_role("navigation", name="Navigation").get_by_role("link", name="Assets").press("Enter")
    page.wait_for_url(f"**/assets?status=Ready+for+Sale&ordering=received_date&view={view.pk}")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="View: Ready to sell", exact=True).wait_for()


def test_a_colleague_uses_a_shared_view_and_keeps_a_changed_one_of_their_own(visit, people):
    units = ready(people, 2)
    receive(people)
    shared = saved_view_create(
        list="assets", name="To sell", query="status=Ready+for+Sale", shared=True, actor=people["manager"]
    )
    page = visit("sales", "/assets")
    expect(page.locator("tbody tr")).to_have_count(3)
    pick(page, "To")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("columnheader", name="Serial").get_by_role("button").press("Enter")
    page.get_by_text("changed").wait_for()
    first = page.locator("tbody tr").first
    expect(first).to_contain_text(min(unit.serial_number for unit in units))
    page.keyboard.press("v")
    assert page.get_by_role("menuitem").all_inner_texts() == ["Back to the view as saved", "Save as a new view"]
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("menu").wait_for(state="detached")
    pick(page, "Save")
    page.get_by_role("dialog").locator("input:focus").wait_for()
    Hand(page).write("By serial")
    Hand(page).send()
    page.get_by_role("dialog").wait_for(state="detached")
    own = SavedView.objects.exclude(pk=shared.pk).get()
    assert (own.user, own.query, own.shared) == (people["sales"], "status=Ready+for+Sale&ordering=serial_number", False)
    expect(first).to_contain_text(min(unit.serial_number for unit in units))
    pick(page, "Delete")
    page.keyboard.press("Enter")
    page.get_by_text("View deleted").wait_for()
    assert list(SavedView.objects.all()) == [shared]
