"""A warranty ends by itself on the first day without cover, and the system says so."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from apps.audit.models import AuditEvent
from apps.inventory.tests.factories import ready
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft
from apps.warranty.models import Warranty
from apps.warranty.services import warranties_expire, warranties_void
from apps.warranty.tasks import expire_warranties
from apps.warranty.workflow import Status
from common.dates import business_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def warranty(people) -> Warranty:
    """Return the warranty of a unit that was sold today."""
    unit = ready(people)[0]
    invoice_issue(invoice=make_draft(people, {"asset": unit.pk}), actor=people["sales"])
    return unit.warranties.get()


def swept(warranty: Warranty, *, days: int) -> tuple[int, str]:
    """Return how many expire that many days from the warranty's end, at the very start of that day, and its status."""
    day = warranty.end_date + timedelta(days=days)
    with time_machine.travel(datetime.combine(day, time.min, business_zone()), tick=False):
        expired = warranties_expire()
    return expired, Warranty.objects.get(pk=warranty.pk).status


def test_it_covers_its_last_day_and_expires_with_the_next(warranty):
    assert swept(warranty, days=-1) == (0, Status.ACTIVE)
    assert swept(warranty, days=0) == (1, Status.EXPIRED)
    assert swept(warranty, days=1) == (0, Status.EXPIRED)
    told = AuditEvent.objects.filter(object_type="warranty_warranty", object_id=warranty.pk).latest("id")
    assert (told.action, told.actor.username, told.changes) == ("expire", "system", {"status": ["Active", "Expired"]})


def test_the_worker_does_it(warranty):
    with time_machine.travel(datetime.combine(warranty.end_date, time.min, business_zone())):
        expire_warranties(timestamp=0)
    assert Warranty.objects.get(pk=warranty.pk).status == Status.EXPIRED


def test_a_void_warranty_stays_void(warranty, people: Any):
    warranties_void(invoice=warranty.invoice, actor=people["manager"], reason="Wrong customer")
    assert swept(warranty, days=0) == (0, Status.VOID)


def test_more_than_are_taken_at_once_expire_too(warranty, people, monkeypatch):
    invoice_issue(invoice=make_draft(people, {"asset": ready(people)[0].pk}), actor=people["sales"])
    monkeypatch.setattr("apps.warranty.services.AT_ONCE", 1)
    assert swept(warranty, days=0) == (2, Status.EXPIRED)
