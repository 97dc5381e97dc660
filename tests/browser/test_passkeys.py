"""A passkey of the browser's own: made in the profile, used to sign in, and removed."""

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def warehouse(people: dict[str, Any]) -> Any:
    user = people["warehouse"]
    user.set_password(PASSWORD)
    user.save()
    return user


def with_authenticator(page: Page) -> Page:
    """Give the page a device that makes passkeys and always recognises its owner."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def add(page: Page, name: str) -> None:
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name", exact=True).last.fill(name)
    page.keyboard.press("Enter")
    prove(page)


def prove(page: Page) -> None:
    """Prove once more that it is them, as whoever has been signed in for a while must."""
    page.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_passkey_is_made_signs_in_and_is_removed(visit, warehouse):
    page = with_authenticator(visit("warehouse", "/profile"))
    add(page, "Work laptop")
    page.get_by_role("button", name="I have kept it").click()
    page.get_by_role("button", name="Remove Work laptop").wait_for()

    page.context.clear_cookies()
    page.goto("/login?next=/profile")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/profile")

    page.get_by_role("button", name="Remove Work laptop").click()
    prove(page)
    page.get_by_text("Work laptop").wait_for(state="detached")
    assert warehouse.authenticator_set.filter(type="webauthn").count() == 0


def test_nothing_is_kept_when_the_device_makes_no_passkey(visit, warehouse):
    page = visit("warehouse", "/profile")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR | {"isUserVerified": False}})
    add(page, "Work laptop")
    page.get_by_text("No passkey was made.").wait_for()
    assert warehouse.authenticator_set.count() == 0
