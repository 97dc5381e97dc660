"""Goods from their delivery to the shelf, by scanner and keyboard: the mouse is never used."""

import pytest
from playwright.sync_api import expect

from apps.inventory.models import Asset, StockCount
from apps.inventory.printing import public_code
from apps.inventory.services import asset_start_diagnostics
from apps.inventory.tests.factories import make_bulk, make_model, ready, receive
from apps.invoices.tests.factories import make_customer, make_draft
from apps.payments.services import invoice_checkout
from tests.browser.conftest import axe, until
from tests.browser.hand import Hand

pytestmark = pytest.mark.browser

SERIALS = [f"PF7XQ{number:03d}" for number in range(30)]
PASTE = """
    (text) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text', text)
        const paste = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true})
        document.activeElement.dispatchEvent(paste)
    }
"""


@pytest.fixture
def delivery(visit, people):
    """Open the receiving page with model and place chosen."""

    def open_delivery(**how):
        model = make_model(people, brand="Lenovo", model_name="ThinkPad T14")
        page = visit("warehouse", "/assets/receive", **how)
        hand = Hand(page)
        hand.pick("Model", "ThinkP", "Lenovo ThinkPad T14")
        hand.pick("Location", "Wareh", "Warehouse")
        assert model
        return page, hand

    return open_delivery


def listed(page):
    return page.get_by_role("list", name="Serials of this delivery").get_by_role("listitem")


def test_thirty_laptops_are_received_by_thirty_scans_and_one_key(delivery):
    page, hand = delivery()
    for serial in SERIALS:
        hand.scan(serial)
    expect(listed(page)).to_have_count(30)
    hand.press("Control+Enter")
    page.get_by_text("30 devices received").first.wait_for()
    assert hand.strokes == 1
    assert sorted(Asset.objects.values_list("serial_number", flat=True)) == SERIALS
    assert set(Asset.objects.values_list("status", "location__location_name")) == {("Received", "Warehouse")}
    assert axe(page) == []


def test_a_scan_in_the_field_and_one_scanned_twice(delivery):
    page, hand = delivery(width=390)
    page.get_by_label("Scan, type or paste serials").focus()
    hand.scan(SERIALS[0])
    hand.scan(SERIALS[1])
    hand.scan(SERIALS[0].lower())
    page.get_by_text("is in the list already").wait_for()
    expect(listed(page)).to_have_count(2)
    page.reload()
    expect(listed(page)).to_have_count(2)


def test_a_pasted_list_with_two_that_are_in_stock(delivery, people):
    known = [unit.serial_number for unit in receive(people, 2)]
    page, hand = delivery()
    page.get_by_label("Scan, type or paste serials").focus()
    page.evaluate(PASTE, "\n".join([*SERIALS[:3], *known]))
    expect(listed(page)).to_have_count(5)
    hand.send()
    page.get_by_text("2 serials are refused, and nothing was received.").wait_for()
    assert Asset.objects.count() == 2
    for serial in known:
        expect(listed(page).filter(has_text=serial)).to_contain_text("already")
    nothing = page.get_by_role("radio", name="Receive nothing")
    nothing.focus()
    hand.press("ArrowRight")
    expect(page.get_by_role("radio", name="Receive the others")).to_be_checked()
    hand.send()
    page.get_by_text("3 devices received").first.wait_for()
    assert Asset.objects.filter(serial_number__in=SERIALS[:3]).count() == 3
    assert Asset.objects.count() == 5
    for serial in known:
        expect(listed(page).filter(has_text=serial)).to_contain_text("already")
    assert axe(page) == []


def test_a_laptop_goes_over_the_bench(visit, people):
    unit = receive(people)[0]
    page = visit("technician", f"/assets/{unit.pk}")
    hand = Hand(page)
    hand.start("Start diagnostics")
    dialog = hand.step("Record diagnostics")
    dialog.get_by_label("Battery", exact=True).press("Space")
    dialog.get_by_label("What is wrong: Battery").fill("Holds for an hour")
    dialog.get_by_role("radio", name="Pass with Notes").press("Space")
    hand.send()
    # What is refused is said in the field, and the cursor is there.
    notes = dialog.get_by_label("Notes", exact=True)
    expect(notes).to_be_focused()
    dialog.get_by_text("Say what was found.").wait_for()
    assert axe(page) == []
    hand.write("Battery is worn")
    hand.send()
    dialog = hand.step("Record wipe")
    dialog.get_by_role("radio", name="NIST 800-88 Purge").press("Space")
    dialog.get_by_label("Certificate").fill("BL-822873")
    hand.send()
    dialog = hand.step("Pass QC")
    dialog.get_by_role("radio", name="B – good").press("Space")
    battery = dialog.get_by_label("Battery health (%)")
    battery.fill("140")
    hand.send()
    expect(dialog.locator("[data-invalid]")).to_contain_text("100")
    expect(battery).to_be_focused()
    battery.fill("81")
    hand.send()
    page.get_by_text("Ready for Sale").first.wait_for()
    expect(dialog).to_have_count(0)
    unit.refresh_from_db()
    assert (unit.status, unit.condition_grade, unit.battery_health_percent) == ("Ready for Sale", "B", 81)
    assert unit.diagnostics_results.get().checklist_data["battery"] == "Holds for an hour"
    assert unit.wipe_certificates.get().certificate_reference == "BL-822873"


def test_the_steps_of_a_device_follow_the_role(visit, people):
    unit = receive(people)[0]
    asset_start_diagnostics(asset=unit, actor=people["technician"])
    page = visit("sales", f"/assets/{unit.pk}")
    page.get_by_role("heading", name=unit.asset_tag).wait_for()
    assert page.get_by_role("button", name="Record diagnostics").count() == 0
    assert page.get_by_text("Landed cost").count() == 0


def test_the_passport_tells_its_story_and_the_public_one_keeps_its_secrets(visit, people):
    unit = ready(people)[0]
    customer = make_customer(people, full_name="Ama Serwaa Bonsu")
    draft = make_draft(people, {"kind": "asset", "asset": unit.pk}, customer=customer)
    cash = {"payment_method": "Cash", "amount": draft.total_amount}
    invoice_checkout(invoice=draft, payments=[cash], actor=people["sales"])
    page = visit("manager", f"/assets/{unit.pk}")
    for told in ("NIST 800-88", f"Sold on {draft.invoice_number}", "WAR-001", "Lifetime margin"):
        page.get_by_text(told).first.wait_for()
    expect(page.get_by_role("link", name="Print")).to_have_attribute("href", f"/api/v1/assets/{unit.pk}/passport-pdf")
    printed = page.request.get(f"/api/v1/assets/{unit.pk}/passport-pdf")
    assert (printed.status, printed.body()[:5]) == (200, b"%PDF-")
    page = visit(None, f"/passport/{public_code(unit)}", width=390)
    page.get_by_text(f"Serial {unit.serial_number}").wait_for()
    text = page.locator("body").inner_text()
    assert not [secret for secret in ("Ama", "Bonsu", "3,200", "3200", "5,000", draft.invoice_number) if secret in text]
    assert axe(page) == []


def test_a_device_is_found_by_the_end_of_its_serial_and_moved(visit, people):
    unit = receive(people)[0]
    page = visit("warehouse", "/movements")
    page.get_by_role("table").wait_for()
    hand = Hand(page)
    hand.scan(unit.serial_number)
    page.wait_for_url(f"**/assets/{unit.pk}")
    dialog = hand.step("Move")
    hand.scan("Backroom")
    expect(dialog.get_by_role("combobox", name="Location", expanded=False)).to_have_value("Backroom")
    hand.send()
    page.get_by_text("Warehouse → Backroom").first.wait_for()
    unit.refresh_from_db()
    assert unit.location.location_name == "Backroom"


def test_a_shelf_is_counted_by_one_and_approved_by_another(visit, people):
    charger, case = make_bulk(people), make_bulk(people, price="20.00")
    page = visit("warehouse", "/stock-counts/new")
    hand = Hand(page)
    page.locator("input:focus").wait_for()
    hand.write("November")
    hand.pick("Location", "Shop", "Shop Floor")
    fields = page.get_by_label("Counted: Charger")
    expect(fields).to_have_count(2)
    hand.scan(charger.sku)
    hand.scan(charger.sku)
    expect(page.locator(f"[data-item='{charger.pk}']")).to_have_value("2")
    page.locator(f"[data-item='{case.pk}']").fill("10")
    page.keyboard.press("Control+s")
    hand.start("Submit")
    page.get_by_text("Submitted").first.wait_for()
    count = StockCount.objects.get()
    page = visit("manager", f"/stock-counts/{count.pk}")
    hand = Hand(page)
    hand.start("Approve")
    page.get_by_role("dialog").get_by_role("button", name="Approve").and_(page.locator(":focus")).wait_for()
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.get_by_text("Approved").first.wait_for()
    for stock, quantity in ((charger, 2), (case, 10)):
        stock.refresh_from_db()
        assert stock.quantity == quantity


def test_chargers_are_received_and_the_difference_is_put_right(visit, people):
    stock = make_bulk(people)
    page = visit("warehouse", f"/bulk-stock/{stock.pk}")
    hand = Hand(page)
    dialog = hand.step("Receive")
    hand.write("24")
    hand.send()
    expect(dialog).to_have_count(0)
    until(page, "[...document.querySelectorAll('dd')].some((fact) => fact.textContent.trim() === '34')")
    page = visit("manager", f"/bulk-stock/{stock.pk}")
    hand = Hand(page)
    dialog = hand.step("Adjust")
    hand.write("-50")
    dialog.get_by_label("Reason").fill("Counted on the shelf")
    hand.send()
    # What is refused is said in the dialog, and nothing that was typed is lost.
    dialog.get_by_text("There is not enough of it in stock.").wait_for()
    difference = dialog.get_by_label("Difference")
    expect(difference).to_have_value("-50")
    difference.fill("-4")
    hand.send()
    expect(dialog).to_have_count(0)
    stock.refresh_from_db()
    assert stock.quantity == 30


def test_a_model_with_its_prices_per_grade(visit, people):
    page = visit("manager", "/product-models/new")
    hand = Hand(page)
    page.locator("input:focus").wait_for()
    for label, text in {
        "Brand": "Dell",
        "Model name": "XPS 13",
        "Price, grade A": "8,400",
        "Price, grade B": "many",
    }.items():
        page.get_by_label(label).fill(text)
    page.keyboard.press("Control+s")
    expect(page.get_by_label("Price, grade B")).to_be_focused()
    page.get_by_text("This is not an amount.").wait_for()
    page.get_by_label("Price, grade B").fill("7700")
    hand.send()
    page.get_by_role("heading", name="Dell XPS 13").wait_for()
    page.get_by_text("8,400.00").wait_for()
    page.get_by_text("7,700.00").wait_for()
