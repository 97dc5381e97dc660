"""Customers, colleagues and one's own account, by keyboard: the mouse is never used."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import expect

from apps.accounts.models import ApiToken, BusinessSettings, User
from apps.accounts.tests.browser import code_of
from apps.customers.models import Customer
from apps.customers.services import customer_update
from apps.customers.tests.factories import make_customer
from apps.inventory.services import asset_block
from apps.inventory.tests.factories import receive
from tests.browser.conftest import axe
from tests.browser.hand import Hand
from tests.browser.test_sign_in import sign_in

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
MOST_KEYS_TO_FIND = 6


@pytest.fixture
def sales(people):
    people["sales"].set_password(PASSWORD)
    people["sales"].save()
    return people["sales"]


def found(page, hand, digits):
    """Search everything from wherever one is."""
    hand.press("Control+k")
    page.locator("[role=combobox]:focus").wait_for()
    hand.type(digits)
    hand.press("Enter")


def test_a_customer_is_found_by_four_digits_of_the_phone(visit, people):
    customer = make_customer(people, full_name="Ama Serwaa Bonsu", phone="+233 24 555 4821")
    page = visit("sales", "/payments")
    page.get_by_role("table").wait_for()
    hand = Hand(page)
    found(page, hand, "4821")
    page.wait_for_url(f"**/customers/{customer.pk}")
    assert hand.strokes <= MOST_KEYS_TO_FIND
    page.get_by_role("heading", name="Ama Serwaa Bonsu").wait_for()


def test_a_device_is_found_by_four_digits_of_its_serial(visit, people):
    unit = receive(people)[0]
    page = visit("warehouse", "/stock-counts")
    page.get_by_role("table").wait_for()
    hand = Hand(page)
    found(page, hand, unit.serial_number[-4:])
    page.wait_for_url(f"**/assets/{unit.pk}")
    assert hand.strokes <= MOST_KEYS_TO_FIND


@pytest.mark.parametrize("dark", [False, True])
def test_the_palette_and_the_help_are_clean(visit, people, dark):
    make_customer(people, full_name="Ama Serwaa Bonsu")
    page = visit("sales", "/customers", dark=dark)
    page.get_by_role("table").wait_for()
    hand = Hand(page)
    hand.press("?")
    page.get_by_role("dialog").get_by_text("Search this list").wait_for()
    assert axe(page) == []
    hand.press("Escape")
    hand.press("Control+k")
    page.locator("[role=combobox]:focus").wait_for()
    hand.write("ama")
    page.get_by_role("option").filter(has_text="Bonsu").wait_for()
    assert axe(page) == []


def test_a_customer_who_is_known_already_is_named_before_a_second_card_is_made(visit, people):
    known = make_customer(people, full_name="Ama Serwaa Bonsu", phone="+233 24 555 4821")
    page = visit("sales", "/customers")
    page.get_by_role("table").wait_for()
    hand = Hand(page)
    hand.press("n", "c")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    hand.write("Kojo Bonsu")
    hand.press("Tab")
    hand.write(known.phone)
    page.get_by_role("status").get_by_role("link", name=known.full_name).wait_for()
    assert axe(page) == []
    hand.press("Control+s")
    page.get_by_role("heading", name="Kojo Bonsu").wait_for()
    hand.press("e")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_label("City").fill("Kumasi")
    hand.press("Control+s")
    page.get_by_text("Kumasi").first.wait_for()
    assert Customer.objects.filter(phone=known.phone).count() == 2


def test_what_is_missing_and_what_is_wrong_stands_in_its_field(visit, people):
    page = visit("sales", "/customers/new", width=390)
    page.locator("input:focus").wait_for()
    page.get_by_label("Name", exact=True).fill("Kojo Bonsu")
    page.keyboard.press("Control+s")
    phone = page.get_by_label("Phone", exact=True)
    expect(phone).to_be_focused()
    expect(page.locator("[data-invalid]")).to_have_text("Phone This is needed.", use_inner_text=True)
    phone.fill("call me")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-invalid]")).not_to_contain_text("This is needed.")
    expect(phone).to_be_focused()
    phone.fill("+233 24 555 0000")
    page.keyboard.press("Control+s")
    page.get_by_role("heading", name="Kojo Bonsu").wait_for()


def test_two_people_change_one_customer_and_nothing_typed_is_lost(visit, people):
    customer = make_customer(people, full_name="Ama Serwaa Bonsu")
    page = visit("sales", f"/customers/{customer.pk}/edit")
    page.locator("input:focus").wait_for()
    customer_update(customer=customer, city="Tema", actor=people["manager"])
    page.get_by_label("Notes").fill("Pays by MoMo")
    page.keyboard.press("Control+s")
    expect(page.get_by_label("City")).to_have_value("Tema")
    expect(page.get_by_label("Notes")).to_have_value("Pays by MoMo")
    page.keyboard.press("Control+s")
    page.get_by_role("heading", name="Ama Serwaa Bonsu").wait_for()
    customer.refresh_from_db()
    assert (customer.city, customer.notes) == ("Tema", "Pays by MoMo")


def test_a_colleague_is_taken_on_with_two_roles(visit, people):
    page = visit("admin", "/users/new")
    page.locator("input:focus").wait_for()
    for label, text in {"Name": "Esi Quansah", "User name": "esi", "Email": "esi@fettle.example"}.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("combobox", name="Main role").press("Enter")
    page.get_by_role("option", name="Warehouse").press("Enter")
    page.get_by_role("checkbox", name="Technician").press("Space")
    page.keyboard.press("Control+s")
    page.get_by_role("heading", name="Esi Quansah").wait_for()
    user = User.objects.get(username="esi")
    assert sorted(user.groups.values_list("name", flat=True)) == ["Technician", "Warehouse"]
    assert user.must_change_password


def test_the_matrix_says_who_may_scrap(visit, people):
    page = visit("admin", "/roles")
    search = page.get_by_label("Search the rights")
    search.fill("approve scrap")
    row = page.get_by_role("row").filter(has_text="Approve scrap")
    row.wait_for()
    heads = page.get_by_role("columnheader").all_inner_texts()
    cells = row.get_by_role("cell").all_inner_texts()
    may = {head.strip() for head, cell in zip(heads[-len(cells) :], cells, strict=True) if cell.strip() == "Yes"}
    assert may == {"Admin", "Manager"}


def test_two_step_sign_in_is_set_up(visit, sales):
    page = visit("sales", "/profile")
    hand = Hand(page)
    dialog = hand.step("Set up an app")
    assert axe(page) == []
    hand.write(code_of(dialog.locator(".code").inner_text().replace(" ", "")))
    hand.send()
    # Whoever has been signed in for a while proves again that it is them.
    page.get_by_role("dialog", name="Is it you?").locator("form :focus").wait_for()
    hand.write(PASSWORD)
    hand.send()
    page.get_by_role("dialog", name="Recovery codes").wait_for()
    assert axe(page) == []
    hand.start("I have kept it")
    page.get_by_text("10 recovery codes left").wait_for()
    assert sales.authenticator_set.count() == 2


@pytest.mark.parametrize("proof", ["app", "recovery"])
def test_somebody_signs_in_with_a_second_proof(visit, sales, proof):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(sales, secret)
    recovery = RecoveryCodes.activate(sales).get_unused_codes()
    page = visit(None, "/customers")
    sign_in(page, "sales", PASSWORD)
    page.locator("input[autocomplete=one-time-code]:focus").wait_for()
    assert axe(page) == []
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    page.get_by_role("alert").first.wait_for()
    page.locator("input[autocomplete=one-time-code]:focus").wait_for()
    page.keyboard.type(code_of(secret) if proof == "app" else recovery[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers")


def test_another_browser_is_signed_out(visit, sales):
    other = visit(None, "/customers")
    sign_in(other, "sales", PASSWORD)
    other.wait_for_url("**/customers")
    page = visit("sales", "/profile")
    page.get_by_role("button", name="Sign out Chrome").press("Enter")
    page.get_by_text("Signed out").first.wait_for()
    other.reload()
    other.wait_for_url("**/login**")


def test_a_token_is_made_shown_once_and_revoked(visit, sales):
    page = visit("sales", "/profile")
    hand = Hand(page)
    hand.step("New token")
    hand.write("Label printer")
    hand.send()
    shown = page.get_by_role("dialog", name="Label printer").locator(".code")
    secret = shown.inner_text()
    hand.start("I have kept it")
    expect(shown).to_have_count(0)
    token = ApiToken.objects.get()
    assert (token.name, token.user) == ("Label printer", sales)
    assert secret not in page.content()
    page.get_by_role("button", name="Revoke Label printer").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Revoke").and_(page.locator(":focus")).wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("You have no tokens.").wait_for()


def test_the_business_is_set(visit, people):
    page = visit("admin", "/settings")
    currency = page.get_by_label("Currency", exact=True)
    currency.fill("money")
    page.get_by_label("Credit term (days)").fill("14")
    page.keyboard.press("Control+s")
    expect(currency).to_be_focused()
    expect(page.locator("[data-invalid]")).to_have_count(1)
    currency.fill("EUR")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved").first.wait_for()
    settings = BusinessSettings.objects.get()
    assert (settings.currency, settings.credit_term_days) == ("EUR", 14)


def test_the_trail_shows_what_changed(visit, people):
    unit = receive(people)[0]
    asset_block(asset=unit, reason="Cracked lid", actor=people["technician"])
    page = visit("auditor", "/audit")
    row = page.get_by_role("row").filter(has_text="Cracked lid").first
    row.focus()
    page.keyboard.press("ArrowRight")
    changes = page.get_by_role("table", name="Changes")
    expect(changes).to_contain_text("Not Sellable")
    assert axe(page) == []
