"""What is asked: whole HTTP requests as text, with values drawn from the database that answers them."""

import base64
import json
import random
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.customers.models import Customer
from apps.inventory.models import Asset, Location, ProductModel
from apps.inventory.workflow import Status
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_create, invoice_issue
from apps.payments.account import sales_payment_create
from apps.payments.models import Bank
from apps.reports.bench.databases import BENCH_USER
from apps.reports.bench.raw_reports import REPORTS
from common.db.acting import system_user

Requests = dict[str, list[str]]
TOKEN = "b" * 32
STATUSES = (Status.READY_FOR_SALE, Status.SOLD, Status.RECEIVED, Status.REPAIR_HOLD)
DRAWN, LINES, PAID_AT_ONCE = 60, 5, 10


def request(session: str, method: str, path: str, body: Any = None, headers: str = "") -> str:
    """Return a signed-in request as text."""
    text = "" if body is None else json.dumps(body)
    unsafe = "" if method == "GET" else f"Origin: https://localhost\r\nX-CSRFToken: {TOKEN}\r\n"
    return (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\nAccept: application/json\r\n"
        f"Cookie: __Host-sessionid={session}; csrftoken={TOKEN}\r\n{unsafe}{headers}"
        f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n{text}"
    )


def gets(session: str, paths: Iterable[str]) -> list[str]:
    """Return reading requests."""
    return [request(session, "GET", path) for path in paths]


def _drawn(queryset: Any, name: str, chance: random.Random) -> list[Any]:
    """Return values of some rows, spread over the whole table."""
    top = queryset.model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    picked = chance.sample(range(1, top + 1), min(top, DRAWN * 20))
    return list(queryset.filter(pk__in=picked).values_list(name, flat=True)[:DRAWN])


def reads(session: str) -> Requests:
    """Return the reading cases by name, for the database of the connection."""
    chance = random.Random(7)  # noqa: S311 - the same values in each run
    top = Asset.objects.order_by("-pk").values_list("pk", flat=True).first()
    deep = base64.urlsafe_b64encode(json.dumps([[top // 10], 0, 1000, 0]).encode()).decode().rstrip("=")
    assets, customers = "/api/v1/assets?page_size=50", "/api/v1/customers?page_size=50"
    serials = _drawn(Asset.objects, "serial_number", chance)
    phones = _drawn(Customer.objects, "phone", chance)
    names = _drawn(Customer.objects, "full_name", chance)
    paths = {
        "first page": [assets],
        "by status": [f"{assets}&status={status.replace(' ', '%20')}" for status in STATUSES],
        "by location": [f"{assets}&location={pk}" for pk in Location.objects.values_list("pk", flat=True)],
        "90 % deep": [f"{assets}&cursor={deep}"],
        "one asset": [
            f"/api/v1/assets/{pk}" for pk in _drawn(Asset.objects.filter(status=Status.READY_FOR_SALE), "pk", chance)
        ],
        "one invoice": [f"/api/v1/invoices/{pk}" for pk in _drawn(Invoice.objects.filter(status="Paid"), "pk", chance)],
        "50 invoices": ["/api/v1/invoices?page_size=50"],
        "serial, 5 characters": [f"{assets}&search={serial[4:9]}" for serial in serials],
        "serial, 3 characters": [f"{assets}&search={serial[4:7]}" for serial in serials],
        "phone, 6 digits": [f"{customers}&search={phone[-6:]}" for phone in phones],
        "name, 5 letters": [f"{customers}&search={name[-5:]}" for name in names],
    }
    return {name: gets(session, found) for name, found in paths.items()}


def global_searches(session: str) -> Requests:
    """Return searches of everything, and searches for the same fragments among units alone."""
    fragments = [serial[4:9] for serial in _drawn(Asset.objects, "serial_number", random.Random(7))]  # noqa: S311
    return {
        "everything": gets(session, [f"/api/v1/search?q={fragment}" for fragment in fragments]),
        "units": gets(session, [f"/api/v1/assets?page_size=50&search={fragment}" for fragment in fragments]),
    }


def histories(session: str) -> dict[str, Requests]:
    """Return requests, and others before each that would spoil a plan which is kept for both."""
    assets = "/api/v1/assets?page_size=50"
    fragments = [serial[4:9] for serial in _drawn(Asset.objects, "serial_number", random.Random(7))[:10]]  # noqa: S311
    return {
        # The commonest fragments: half a thousand rows each, and never the plan of a longer one.
        "search after short searches": {
            "asked": gets(session, [f"{assets}&search={fragment}" for fragment in fragments]),
            "before": gets(session, [f"{assets}&search={i:02X}" for i in range(10)]),
        },
        "status of no unit after that of most": {
            "asked": gets(session, [f"{assets}&status=Scrapped"]),
            "before": gets(session, [f"{assets}&status=Sold"]),
        },
        "day of no receipt after that of most": {
            "asked": gets(session, [f"{assets}&received_date_after=2200-01-01"]),
            "before": gets(session, [f"{assets}&received_date_after=2000-01-01"]),
        },
    }


def report_requests(session: str) -> Requests:
    """Return the requests for the reports that are measured, over all that was seeded."""
    first = {"sales-daily": f"?date_after={timezone.now().date() - timedelta(days=729)}"}
    return {name: gets(session, [f"/api/v1/reports/{name}{first.get(name, '')}"]) for name in REPORTS}


def creates(session: str, mark: str, count: int) -> list[str]:
    """Return requests that each put a model into the catalogue."""
    body = {"category": "Laptop", "brand": "Bench", "model_name": mark}
    return [request(session, "POST", "/api/v1/product-models", body)] * count


def patches(session: str, mark: str, count: int) -> list[str]:
    """Return requests that each change the notes of another unit on sale."""
    chance = random.Random(mark)  # noqa: S311 - other units each time, the same in each run
    units = _drawn(Asset.objects.filter(status=Status.READY_FOR_SALE), "pk", chance)[:count]
    body = {"cosmetic_notes": f"Seen {mark}"}
    return [request(session, "PATCH", f"/api/v1/assets/{pk}", body, "If-Match: *\r\n") for pk in units]


def issues(session: str, mark: str, count: int) -> list[str]:
    """Make so many drafts of five units, and return the requests that issue them."""
    actor = User.objects.get(username=BENCH_USER)
    customer = Customer.objects.order_by("pk").values_list("pk", flat=True).first()
    units = list(
        Asset.objects.filter(status=Status.READY_FOR_SALE).order_by("pk").values_list("pk", flat=True)[: count * LINES]
    )
    drafts = [_draft(actor, customer, units[i * LINES : (i + 1) * LINES]) for i in range(count)]
    return [request(session, "POST", f"/api/v1/invoices/{draft.pk}/issue", {}) for draft in drafts]


def applies(session: str, mark: str, count: int) -> list[str]:
    """Make so many payments of ten invoices each, and return the requests that apply them."""
    actor, maker = User.objects.get(username=BENCH_USER), system_user()
    customer = Customer.objects.order_by("pk").values_list("pk", flat=True).first()
    bank = Bank.objects.order_by("pk").values_list("pk", flat=True).first()
    units = iter(Asset.objects.filter(status=Status.READY_FOR_SALE).order_by("pk").values_list("pk", flat=True))
    payments = []
    for _ in range(count):
        invoices = [_issued(actor, customer, [next(units)]) for _ in range(PAID_AT_ONCE)]
        items = [{"type": "invoice", "id": invoice.pk, "amount": invoice.balance} for invoice in invoices]
        payments.append(sales_payment_create(customer=customer, deposited_in_bank=bank, items_json=items, actor=maker))
    return [request(session, "POST", f"/api/v1/sales-payments/{payment.pk}/apply", {}) for payment in payments]


def _issued(actor: User, customer: int, units: list[int]) -> Invoice:
    return invoice_issue(invoice=_draft(actor, customer, units), actor=actor)


def _draft(actor: User, customer: int, units: list[int]) -> Invoice:
    lines = [{"asset": pk, "unit_price": 1000} for pk in units]
    return invoice_create(actor=actor, customer_type="Retail", customer=customer, lines=lines)


# The writes by name: what makes their requests, of which each is asked once, and how many a round has. One more needs its
# work by hand in raw.WRITES.
WRITES: dict[str, tuple[Callable[[str, str, int], list[str]], int]] = {
    "create with history": (creates, DRAWN),
    "PATCH with history": (patches, DRAWN),
    "issue of 5 lines": (issues, 20),
    "payment over 10 invoices": (applies, 8),
}


def receipts(session: str, mark: str, units: int, count: int) -> list[str]:
    """Return requests that each take so many new units in."""
    model = ProductModel.objects.order_by("pk").values_list("pk", flat=True).first()
    place = Location.objects.order_by("pk").values_list("pk", flat=True).first()
    facts = {"product_model": model, "location": place, "received_date": "2026-01-01", "supplier": "Bench"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM now()) * 1000)::bigint")
        now = cursor.fetchone()[0]
    return [
        request(
            session,
            "POST",
            "/api/v1/assets/receive",
            facts | {"serial_numbers": [f"B{now:x}-{mark}-{i}-{n}" for n in range(units)]},
        )
        for i in range(count)
    ]
