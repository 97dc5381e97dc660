"""What is printed of an instant is the business's day, as on statements and invoices, not the day of UTC."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.dateformat import format as told

import common.pdf
from apps.inventory.models import WipeCertificate
from apps.inventory.printing import public_code
from apps.payments.models import SalesPayment, TillSession
from apps.sales_notes.models import CreditNote
from common.testing.callers import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
DAY, MINUTE = "j F Y", "j F Y, H:i"


def elsewhere(at: datetime) -> str:
    """Return a zone in which the instant lies on another day than in UTC."""
    return "Pacific/Kiritimati" if at.astimezone(UTC).hour >= 10 else "Pacific/Pago_Pago"


@pytest.fixture
def printed(monkeypatch, people, settings) -> Any:
    """Return what prints the document at an address, as a business elsewhere gets it: the page before it is drawn."""
    pages: list[str] = []
    monkeypatch.setattr(common.pdf._painter, "draw", lambda page: pages.append(page) or b"%PDF-")

    def get(path: str, at: datetime) -> tuple[str, datetime]:
        settings.BUSINESS_TIME_ZONE = elsewhere(at)
        answer = Caller(people["admin"]).call("GET", path, Accept="application/pdf")
        assert answer.status == 200, answer
        return pages.pop(), at.astimezone(ZoneInfo(settings.BUSINESS_TIME_ZONE))

    return get


def test_a_note_says_the_day_it_was_approved(printed):
    note = CreditNote.objects.filter(applied_at__isnull=False).earliest("pk")
    page, there = printed(f"credit-notes/{note.pk}/pdf", note.applied_at)
    assert f"<p>{told(there, DAY)}</p>" in page


@pytest.mark.parametrize("name", ["received_at", "applied_at"])
def test_a_payment_says_the_days_it_was_received_and_applied(printed, name):
    payment = SalesPayment.objects.filter(applied_at__isnull=False).earliest("pk")
    page, there = printed(f"sales-payments/{payment.pk}/pdf", getattr(payment, name))
    assert f"<p>{told(there, DAY)}</p>" in page


@pytest.mark.parametrize("name", ["opened_at", "closed_at"])
def test_a_till_says_the_minutes_it_was_opened_and_closed(printed, name):
    till = TillSession.objects.filter(closed_at__isnull=False).earliest("pk")
    page, there = printed(f"till-sessions/{till.pk}/pdf", getattr(till, name))
    assert f"<p>{told(there, MINUTE)}</p>" in page


def test_a_passport_says_the_days_of_its_story_on_paper_and_on_its_page(printed):
    wipe = WipeCertificate.objects.select_related("asset").earliest("pk")
    page, there = printed(f"assets/{wipe.asset.pk}/passport-pdf", wipe.created_at)
    shown = Client().get(f"/passport/{public_code(wipe.asset)}").content.decode()
    assert f"{told(there, DAY)}</td>" in page
    assert f"{told(there, DAY)}</time>" in shown
