"""Scrapping that is asked for and then not done: declined, taken back, or overtaken by a sale."""

import pytest

from apps.audit.models import AuditEvent
from apps.inventory import services
from apps.inventory.models import ScrapRequest
from apps.inventory.tests.factories import ready, receive
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_customer, make_draft
from apps.sales_notes.services import invoice_void

pytestmark = pytest.mark.django_db
WHY = {"reason": "Worth repairing"}


@pytest.fixture
def asked(people):
    """A unit that the technician asked to scrap."""
    unit = receive(people)[0]
    services.asset_scrap(asset=unit, reason="Dead board", actor=people["technician"])
    return unit


def waits() -> bool:
    return ScrapRequest.objects.filter(approved_by__isnull=True, withdrawn_at__isnull=True).exists()


@pytest.mark.parametrize("username", ["manager", "admin", "technician"])
def test_a_manager_declines_it_and_whoever_asked_takes_it_back(as_, asked, username):
    caller = as_(username)
    told = caller.ok(caller.post(f"assets/{asked.pk}/decline-scrap", WHY))
    assert told["status"] == "Received"
    assert not waits()
    request = ScrapRequest.objects.get()
    assert (request.withdrawn_at is None, request.approved_by) == (False, None)
    event = AuditEvent.objects.filter(object_type="inventory_scraprequest").latest("pk")
    assert (event.action, event.reason, event.actor) == ("decline_scrap", "Worth repairing", caller.user)
    refused = as_("manager2").post(f"assets/{asked.pk}/approve-scrap")
    assert (refused.status, refused.codes) == (409, ["action_not_allowed"])


@pytest.mark.parametrize("username", ["technician2", "warehouse", "sales", "auditor"])
def test_nobody_else_does(as_, asked, username):
    answer = as_(username).post(f"assets/{asked.pk}/decline-scrap", WHY)
    assert (answer.status, answer.codes) == (403, ["permission_denied"])
    assert waits()


def test_it_needs_a_reason_and_something_to_decline(as_, people, asked):
    manager = as_("manager")
    for body in ({}, {"reason": ""}):
        answer = manager.post(f"assets/{asked.pk}/decline-scrap", body)
        assert (answer.status, answer.attrs) == (400, ["reason"])
    assert waits()
    other = manager.post(f"assets/{receive(people)[0].pk}/decline-scrap", WHY)
    assert (other.status, other.codes) == (409, ["action_not_allowed"])


def test_it_can_be_asked_for_again(as_, asked):
    technician = as_("technician")
    technician.ok(technician.post(f"assets/{asked.pk}/decline-scrap", WHY))
    technician.ok(technician.post(f"assets/{asked.pk}/scrap", {"reason": "Dead after all"}))
    assert waits()


@pytest.fixture
def draft(people):
    """A draft of a unit that the technician asked to scrap before it was put there."""
    unit = ready(people)[0]
    services.asset_scrap(asset=unit, reason="Dead board", actor=people["technician"])
    return make_draft(people, {"asset": unit.pk}, customer=make_customer(people))


def queue(caller):
    return [row["id"] for row in caller.ok(caller.get("approvals"))["results"] if row["resource"] == "assets"]


def test_a_reserved_unit_is_not_in_the_queue_but_can_be_declined(as_, draft):
    manager, unit = as_("manager"), draft.lines.get().asset_id
    assert waits()
    assert queue(manager) == []
    manager.ok(manager.post(f"assets/{unit}/decline-scrap", WHY))
    assert not waits()


def test_a_sale_withdraws_it_so_that_it_is_not_scrapped_when_it_comes_back(as_, people, draft):
    unit = draft.lines.get().asset_id
    invoice = invoice_issue(invoice=draft, actor=people["sales"])
    assert not waits()
    note = invoice_void(invoice=invoice, reason="Wrong", actor=people["sales"])
    for username, step in (("billing", "billing-sign"), ("manager2", "approve")):
        as_(username).ok(as_(username).post(f"credit-notes/{note.pk}/{step}"))
    manager = as_("manager")
    assert queue(manager) == []
    answer = manager.post(f"assets/{unit}/approve-scrap")
    assert (answer.status, answer.codes) == (409, ["action_not_allowed"])
    assert manager.ok(manager.get(f"assets/{unit}"))["status"] == "Returned"


def test_a_manager_finds_both_steps_in_the_queue(as_, asked):
    (row,) = (row for row in as_("manager").get("approvals").json["queues"] if row["resource"] == "assets")
    assert (row["step"], row["opposite"], row["count"]) == ("approve-scrap", "decline-scrap", 1)
