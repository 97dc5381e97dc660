"""Tills: opened in the morning with a float, counted in the evening, and now and then short or over."""

from decimal import Decimal
from functools import partial

from apps.payments.models import TillSession
from apps.payments.till import takings_of, till_session_close, till_session_open
from apps.reports.demo.shop import Event, Shop
from common.money import ZERO

FLOAT = Decimal("200.00")
# How many days ago, whose till, by how much the cash differed, and what they said about it.
DAYS = (
    (8, "remote_sales", "0.00", ""),
    (6, "sales2", "-12.00", "I gave change twice, I think."),
    (5, "remote_sales", "0.00", ""),
    (2, "sales2", "20.00", "A note of 20 too much. Nobody has missed it."),
    (1, "sales", "-0.50", ""),
)


def till_events() -> list[Event]:
    """Return the tills of the last days, and one that is open today."""
    events = [Event(0, 7, partial(_open, cashier="sales2"))]
    for day, cashier, difference, told in DAYS:
        events.append(Event(day, 8, partial(_open, cashier=cashier)))
        close = partial(_counted, cashier=cashier, difference=Decimal(difference), told=told)
        events.append(Event(day, 20, close))
    return events


def _open(shop: Shop, *, cashier: str) -> None:
    till_session_open(opening_float=FLOAT, actor=shop.people[cashier])


def _counted(shop: Shop, *, cashier: str, difference: Decimal, told: str) -> None:
    actor = shop.people[cashier]
    session = TillSession.objects.get(opened_by=actor, closed_at=None)
    counted = [
        {
            "payment_method": row["payment_method"],
            "counted": row["expected"] + (difference if row["payment_method"] == "Cash" else ZERO),
        }
        for row in takings_of(session)
    ]
    till_session_close(session=session, counted=counted, actor=actor, notes=told)
