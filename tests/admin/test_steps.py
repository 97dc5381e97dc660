"""Steps and forms of the administration site do what the services do, and nothing else."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from apps.accounts.models import ApiToken, BusinessSettings, User
from apps.accounts.services import settings_update, token_create, user_deactivate
from apps.audit.models import AuditEvent
from apps.customers.models import Customer
from apps.inventory.models import Asset, BulkStock, InventoryMovement, Location, ProductModel, ScrapRequest
from apps.inventory.services import asset_block, asset_scrap
from apps.inventory.tests.factories import make_bulk, make_model, place, ready, receive
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_create
from apps.payments.models import Payment
from apps.payments.tests.scenarios import asked
from common.records import record_update

pytestmark = pytest.mark.django_db
UNIT = "/admin/inventory/asset/{}"


@pytest.fixture
def unit(people):
    return receive(people)[0]


def take(client, row, step, *, version=None, filled=True, **facts):
    """Post a step of a row's page, as the form does that asks for what the step needs."""
    opts = row._meta
    if version is None:
        version = getattr(type(row)._default_manager.get(pk=row.pk), "version", "")
    address = f"/admin/{opts.app_label}/{opts.model_name}/{row.pk}/step/{step}/"
    return client.post(address, {"_version": version} | ({"_filled": "1"} | facts if filled else {}))


def refusals(answer):
    """Return what the step's form says against it."""
    return answer.context["form"].non_field_errors()


def said(answer):
    """Return what the site told the user."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def told_of(row):
    """Return what the audit trail tells of the row since its receipt: (action, actor, reason, changes)."""
    events = AuditEvent.objects.filter(object_type=row._meta.db_table, object_id=row.pk).exclude(action="receive")
    return [(event.action, event.actor_id, event.reason, event.changes) for event in events.order_by("id")]


def test_a_button_does_what_the_service_does(site, people):
    by_service, by_button = receive(people, 2)
    asset_block(asset=by_service, reason="cracked", actor=people["manager"])
    answer = take(site("manager"), by_button, "block", reason="cracked")
    assert (answer.status_code, answer.url) == (302, UNIT.format(by_button.pk) + "/change/")
    by_service.refresh_from_db()
    by_button.refresh_from_db()
    assert (by_button.status, by_button.not_sellable_reason) == (by_service.status, "cracked")
    assert told_of(by_button) == told_of(by_service)
    moved = InventoryMovement.objects.filter(asset=by_button).latest("id")
    assert (moved.moved_by, moved.to_status, moved.reason) == (people["manager"], "Not Sellable", "cracked")
    assert AuditEvent.objects.filter(object_id=by_button.pk, action="block").get().door == "admin"


def test_the_buttons_are_the_steps_that_the_matrix_and_the_status_allow(site, unit):
    def buttons(username):
        shown = site(username).get(UNIT.format(unit.pk) + "/change/")
        return {button.slug: button.blocked_by for button in shown.context["step_buttons"]}

    assert buttons("manager") == {"block": None, "scrap": None, "move": None}
    assert set(buttons("admin")) == {"start-diagnostics", "block", "scrap", "move"}
    assert buttons("auditor") == {}


def test_an_answer_is_offered_once_somebody_has_asked(site, unit, people):
    asset_scrap(asset=unit, reason="burnt", actor=people["technician"])
    shown = site("manager").get(UNIT.format(unit.pk) + "/change/")
    assert {button.slug: button.blocked_by for button in shown.context["step_buttons"]} == {
        "block": None,
        "scrap": "Scrapping is already asked for and waits for a manager.",
        "approve-scrap": None,
        "decline-scrap": None,
        "move": None,
    }


def test_a_step_asks_first_for_what_it_needs(site, unit):
    client = site("manager")
    asked = take(client, unit, "block", filled=False)
    assert asked.status_code == 200
    assert [field.name for field in asked.context["form"]] == ["reason"]
    assert not asked.context["form"].is_bound
    empty = take(client, unit, "block", reason="  ")
    assert empty.context["form"].errors == {"reason": ["This field is required."]}
    assert Asset.objects.get(pk=unit.pk).status == "Received"


def test_what_cannot_be_undone_asks_first(site, people):
    model = make_model(people)
    assert take(site("manager"), model, "delete", filled=False).status_code == 200
    assert ProductModel.objects.get(pk=model.pk).deleted_at is None


def test_a_refusal_is_shown_and_changes_nothing(site, unit, people):
    refused = take(site("manager"), unit, "approve-scrap")
    assert said(refused)[-1] == "Nobody has asked to scrap it."
    wrong_status = take(site("manager"), unit, "unblock", reason="fixed")
    assert said(wrong_status)[-1].startswith(f"Unit {unit.serial_number} is Received: “Unblock” is possible only from")
    same_place = take(site("manager"), unit, "move", location=unit.location_id)
    assert same_place.context["form"].non_field_errors() == ["It is already at Warehouse."]
    assert Asset.objects.get(pk=unit.pk).version == unit.version


def test_four_eyes_hold_here_too(site, unit, people):
    asset_scrap(asset=unit, reason="burnt", actor=people["manager"])
    refused = take(site("manager"), unit, "approve-scrap")
    assert refusals(refused) == ["You asked to scrap this unit, so somebody else must approve it."]
    assert Asset.objects.get(pk=unit.pk).status == "Received"
    take(site("manager2"), unit, "approve-scrap")
    assert Asset.objects.get(pk=unit.pk).status == "Scrapped"
    assert ScrapRequest.objects.get().approved_by == people["manager2"]


def test_a_step_of_another_role_is_forbidden(site, unit):
    assert take(site("manager"), unit, "start-diagnostics").status_code == 403
    assert take(site("auditor"), unit, "block", reason="x").status_code == 403
    assert Asset.objects.get(pk=unit.pk).status == "Received"


@pytest.mark.parametrize("step", ["sell", "release", "take-back", "unknown"])
def test_a_step_that_other_services_take_has_no_address(site, unit, step):
    assert take(site("admin"), unit, step).status_code == 404


def test_a_step_needs_the_csrf_token(people, unit):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["manager"])
    assert take(client, unit, "block", reason="x").status_code == 403
    assert Asset.objects.get(pk=unit.pk).status == "Received"


def test_a_step_on_an_overtaken_page_is_refused(site, unit, people):
    record_update(unit, actor=people["warehouse"], supplier="Other")
    refused = take(site("manager"), unit, "block", version=unit.version, reason="x")
    assert "changed by somebody else" in refused.context["form"].non_field_errors()[0]
    assert Asset.objects.get(pk=unit.pk).status == "Received"


def test_a_unit_goes_to_sale_by_buttons_alone(site, unit):
    client = site("admin")
    take(client, unit, "start-diagnostics")
    wrong = take(client, unit, "record-diagnostics", checklist_data="no point", overall_result="Pass")
    assert "checklist_data" in wrong.context["form"].errors
    take(client, unit, "record-diagnostics", checklist_data="Display: pass\nKeys: pass", overall_result="Pass")
    take(client, unit, "record-wipe", wipe_method="NIST 800-88")
    take(client, unit, "pass-qc", condition_grade="B", battery_health_percent="91")
    unit.refresh_from_db()
    assert (unit.status, unit.condition_grade, unit.battery_health_percent) == ("Ready for Sale", "B", 91)
    assert unit.diagnostics_results.get().checklist_data == {"Display": "pass", "Keys": "pass"}


def test_a_forged_status_changes_nothing(site, unit, people):
    forged = {
        "status": "Sold",
        "location": place("Sold").pk,
        "serial_number": "X",
        "sale_price": "1",
        "sale_date": "2026-01-01",
    }
    body = {"_version": unit.version, "asset_tag": unit.asset_tag, "supplier": "Honest"} | forged
    assert site("manager").post(UNIT.format(unit.pk) + "/change/", body).status_code == 302
    after = Asset.objects.get(pk=unit.pk)
    assert (after.status, after.location, after.serial_number, after.sale_price) == (
        "Received", unit.location, unit.serial_number, None,
    )  # fmt: skip
    # The form's own fields are written, costs left empty among them, as the service writes them.
    assert after.supplier == "Honest"
    event = AuditEvent.objects.filter(object_type="inventory_asset", object_id=unit.pk).latest("id")
    assert (event.actor, event.door, set(event.changes)) == (
        people["manager"], "admin", {"supplier", "purchase_cost", "landed_cost"},
    )  # fmt: skip


def test_a_forged_quantity_changes_nothing(site, people):
    stock = make_bulk(people, 7)
    body = {
        "_version": stock.version, "sku": stock.sku, "item_name": stock.item_name, "category": "Charger",
        "reorder_threshold": 3, "location": stock.location_id, "unit_cost": "20.00", "unit_price": "50.00",
        "quantity": 7000,
    }  # fmt: skip
    assert site("manager").post(f"/admin/inventory/bulkstock/{stock.pk}/change/", body).status_code == 302
    after = BulkStock.objects.get(pk=stock.pk)
    assert (after.quantity, after.reorder_threshold) == (7, 3)


def test_bulk_stock_comes_and_goes_by_its_steps(site, people):
    stock = make_bulk(people, 7)
    take(site("manager"), stock, "receive", quantity="5", unit_cost="21.00")
    take(site("manager"), stock, "adjust", quantity="-2", reason="broken")
    too_much = take(site("manager"), stock, "adjust", quantity="-20", reason="lost")
    assert too_much.context["form"].non_field_errors() == ["There is not enough of it in stock."]
    assert BulkStock.objects.get(pk=stock.pk).quantity == 10


def test_an_overtaken_form_is_refused_with_what_was_typed(site, unit, people):
    record_update(unit, actor=people["warehouse"], supplier="Other")
    body = {"_version": unit.version, "asset_tag": unit.asset_tag, "supplier": "Mine"}
    answer = site("manager").post(UNIT.format(unit.pk) + "/change/", body)
    form = answer.context["adminform"].form
    assert "changed by somebody else" in form.non_field_errors()[0]
    assert form["supplier"].value() == "Mine"
    assert Asset.objects.get(pk=unit.pk).supplier == "Other"


def test_a_form_that_does_not_say_what_it_saw_is_refused(site, unit):
    body = {"asset_tag": unit.asset_tag, "supplier": "Mine"}
    assert site("manager").post(UNIT.format(unit.pk) + "/change/", body).status_code == 200
    assert Asset.objects.get(pk=unit.pk).supplier == "Supplier"


def test_an_auditor_sees_no_costs(site, unit):
    for address in (UNIT.format(unit.pk) + "/change/", "/admin/inventory/asset/"):
        assert b"3000" not in site("auditor").get(address).content
    assert b"3000" in site("manager").get(UNIT.format(unit.pk) + "/change/").content


def test_what_is_made_goes_through_the_service(site, people):
    body = {"category": "Phone", "brand": "Nokia", "model_name": "3310", "needs_wipe": "on"}
    answer = site("manager").post("/admin/inventory/productmodel/add/", body)
    assert answer.status_code == 302
    made = ProductModel.objects.get(model_name="3310")
    event = AuditEvent.objects.filter(object_type="inventory_productmodel", object_id=made.pk).get()
    assert (event.actor, event.door, event.action) == (people["manager"], "admin", "create")


def test_a_taken_name_is_shown_at_the_form(site):
    answer = site("manager").post("/admin/inventory/location/add/", {"location_name": "Warehouse", "description": ""})
    assert answer.context["adminform"].form.errors == {
        "location_name": ["Location with this Location name already exists."]
    }
    assert Location.objects.filter(location_name="Warehouse").count() == 1


def test_what_the_service_refuses_is_shown_at_the_field(site):
    body = {"customer_type": "Retail", "full_name": "Kojo", "phone": "not a phone", "currency": "GHS", "city": "Accra"}
    answer = site("manager").post("/admin/customers/customer/add/", body)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["phone"]
    assert Customer.objects.count() == 0
    assert site("manager").post("/admin/customers/customer/add/", body | {"phone": "0201234567"}).status_code == 302
    assert Customer.objects.get().full_name == "Kojo"


def test_deleting_marks_the_row_and_keeps_it(site, people):
    model = make_model(people)
    answer = take(site("manager"), model, "delete")
    assert answer.url == "/admin/inventory/productmodel/"
    assert ProductModel.objects.get(pk=model.pk).deleted_at is not None
    assert site("manager").get(f"/admin/inventory/productmodel/{model.pk}/change/").status_code == 302


def test_what_still_stands_on_a_customer_keeps_it(site, stock):
    take(site("manager"), stock["order"], "send")
    refused = take(site("manager"), stock["customer"], "delete")
    assert refusals(refused)[0].startswith("Esi Owusu cannot be deleted: ")
    assert Customer.objects.get(pk=stock["customer"].pk).deleted_at is None


def test_an_issued_invoice_is_read_only(site, stock):
    invoice = stock["invoice"]
    address = f"/admin/invoices/invoice/{invoice.pk}/change/"
    shown = site("admin").get(address)
    assert shown.context["has_change_permission"] is False
    assert [button.slug for button in shown.context["step_buttons"]] == ["void"]
    assert site("admin").post(address, {"_version": invoice.version, "notes": "x"}).status_code == 403
    assert Invoice.objects.get(pk=invoice.pk).notes == ""


def test_a_void_has_its_buttons_where_no_note_decides_it(site, people):
    for walk_in, steps in ((True, {"confirm-void", "decline-void"}), (False, set())):
        invoice = asked(people, walk_in=walk_in)
        shown = site("manager").get(f"/admin/invoices/invoice/{invoice.pk}/change/")
        assert {button.slug for button in shown.context["step_buttons"]} == steps
    refused = take(site("manager"), invoice, "confirm-void")
    assert said(refused) == ["It is voided when its credit note is approved."]


def test_a_draft_is_checked_out_with_one_tender(site, people):
    sold = ready(people)[0]
    draft = invoice_create(customer_type="Walk-in", lines=[{"asset": sold.pk}], actor=people["sales"])
    short = take(site("manager"), draft, "checkout", payment_method="Cash", amount="1.00")
    assert short.context["form"].non_field_errors() == [f"The tenders come to 1.00; {draft.total_amount:,.2f} is due."]
    take(site("manager"), draft, "checkout", payment_method="Cash", amount=str(draft.total_amount))
    assert Invoice.objects.get(pk=draft.pk).status == "Paid"
    assert Asset.objects.get(pk=sold.pk).status == "Sold"


def test_a_tender_is_voided_once(site, stock):
    payment = Payment.objects.get()
    take(site("manager"), payment, "void", reason="wrong customer")
    assert Invoice.objects.get(pk=stock["invoice"].pk).status == "Sent"
    take(site("manager"), payment, "void", reason="again")
    assert [row.kind for row in Payment.objects.order_by("id")] == ["receipt", "void"]


def test_an_admin_makes_a_user_and_a_manager_only_reads(site, people):
    body = {
        "username": "adma", "email": "adma@fettle.example", "full_name": "Adma", "phone": "", "role": "Sales",
        "roles": ["Warehouse"], "password": "correct horse 7 battery",
    }  # fmt: skip
    assert site("manager").post("/admin/accounts/user/add/", body).status_code == 403
    weak = site("admin").post("/admin/accounts/user/add/", body | {"password": "short"})
    assert list(weak.context["adminform"].form.errors) == ["password"]
    assert site("admin").post("/admin/accounts/user/add/", body).status_code == 302
    user = User.objects.get(username="adma")
    assert (user.roles, user.must_change_password) == ({"Sales", "Warehouse"}, True)
    assert b"argon2" not in site("admin").get(f"/admin/accounts/user/{user.pk}/change/").content


def test_roles_are_changed_by_the_service_with_its_refusals(site, people):
    user = people["sales"]
    body = {
        "_version": user.version, "username": "sales", "email": user.email, "full_name": "Sales", "phone": "",
        "role": "Sales", "roles": ["Sales", "Technician"],
    }  # fmt: skip
    assert site("admin").post(f"/admin/accounts/user/{user.pk}/change/", body).status_code == 302
    assert User.objects.get(pk=user.pk).roles == {"Sales", "Technician"}
    own = people["admin"]
    body |= {"_version": own.version, "username": "admin", "email": own.email, "full_name": own.full_name}
    refused = site("admin").post(f"/admin/accounts/user/{own.pk}/change/", body)
    assert refused.context["adminform"].form.errors == {"roles": ["Nobody changes their own roles: ask another Admin."]}
    assert User.objects.get(pk=own.pk).role == "Admin"


def test_a_user_is_deactivated_by_button(site, people):
    user = people["sales"]
    take(site("admin"), user, "deactivate")
    assert User.objects.get(pk=user.pk).is_active is False
    refused = take(site("admin"), people["admin"], "deactivate")
    assert refusals(refused) == ["You cannot deactivate yourself: ask another Admin."]


def test_a_deactivated_manager_is_out_of_the_site_at_once(site, people):
    client = site("manager")
    assert client.get("/admin/").status_code == 200
    user_deactivate(user=people["manager"], actor=people["admin"])
    assert client.get("/admin/").status_code == 302


def test_a_token_is_revoked_by_button(site, people):
    token, _ = token_create(user=people["sales"], name="till", actor=people["sales"])
    assert take(site("manager"), token, "revoke").status_code == 404
    take(site("admin"), token, "revoke")
    assert not ApiToken.objects.filter(pk=token.pk).exists()


def test_only_an_admin_changes_the_settings(site, people):
    settings_update(actor=people["admin"], name="Shop")
    body = {
        "_version": BusinessSettings.objects.get().version,
        "name": "New",
        "currency": "GHS",
        "tax_rate": "0.15",
        "credit_term_days": 30,
        "reservation_hours": 24,
        "standard_warranty_days": 90,
        "premium_warranty_days": 365,
        "office_approval_threshold": "",
        "office_discount_limit": "0.15",
        "approval_tolerance": "0.00",
        "four_eyes": "on",
    }
    address = "/admin/accounts/businesssettings/1/change/"
    assert site("manager").post(address, body).status_code == 403
    assert site("admin").post(address, body).status_code == 302
    assert (BusinessSettings.objects.get().name, str(BusinessSettings.objects.get().tax_rate)) == ("New", "0.1500")


def test_the_history_is_the_audit_trail(site, unit, people):
    asset_block(asset=unit, reason="cracked", actor=people["manager"])
    shown = site("auditor").get(UNIT.format(unit.pk) + "/history/")
    events = [(event["label"], event["actor"]["label"], event["reason"]) for event in shown.context["events"]]
    assert shown.status_code == 200
    assert events[0] == ("Block", "Manager", "cracked")
    assert b"cracked" in shown.content
