"""Signing in with the keyboard."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def sign_in(page: Page, username: str, password: str) -> None:
    """Fill the form as somebody does who sees it: not before the cursor stands in the first field."""
    page.locator("input[autocomplete~=username]:focus").wait_for()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.fixture
def password(people):
    user = people["warehouse"]
    user.set_password("correct horse battery")
    user.save()
    return "correct horse battery"


def test_somebody_signs_in_and_lands_at_home(visit, password):
    page = visit(None, "/assets")
    sign_in(page, "warehouse", password)
    page.wait_for_url("**/assets")


def test_a_wrong_password_says_so_in_place(visit, password):
    page = visit(None, "/login")
    sign_in(page, "warehouse", "wrong")
    page.get_by_role("alert").first.wait_for()
    assert "/login" in page.url
