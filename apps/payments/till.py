"""Opening and closing a till (domain §7): what a drawer should hold, method by method, against what was counted."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.payments.methods import Method
from apps.payments.models import Payment, TillCount, TillSession
from apps.payments.till_workflow import TILL_SESSION, SessionStatus
from common import clock
from common.db.acting import act
from common.errors import ActionNotAllowed, Invalid
from common.money import ZERO


def till_session_open(*, opening_float: Decimal, actor: User) -> TillSession:
    """The actor's till is open with so much cash in the business's currency; what they receive from now on is in it.

    Raises ActionNotAllowed while they have another one open.
    """
    with act(actor=actor, step="open"):
        if (other := open_session_of(actor)) is not None:
            sentence = _("Your till %(till)s is open already: close it first.") % {"till": other}
            raise ActionNotAllowed(sentence, till_session=other.pk)
        session = TillSession(opening_float=opening_float, currency=business().currency, opened_by=actor)
        _number, session.session_number = TillSession.SERIES.take()
        session.save(force_insert=True)
    return session


def open_session_of(cashier: User, *, currency: str | None = None) -> TillSession | None:
    """Return the cashier's open till, in the currency when one is given: money of another is in no till."""
    found = TillSession.objects.filter(opened_by=cashier, status=SessionStatus.OPEN)
    return (found.filter(currency=currency) if currency else found).first()


def till_session_close(
    *, session: TillSession, counted: Sequence[dict[str, Any]], actor: User, notes: str = ""
) -> TillSession:
    """The till is closed, with what should be there, what was counted and the difference, for each method.

    `counted` holds {"payment_method", "counted"}. Raises Invalid for a method counted twice, or not counted although
    something of it should be there; Forbidden for another's till.
    """
    with TILL_SESSION.perform("close", session, actor=actor) as closed:
        amounts = _amounts(counted)
        expected = {row["payment_method"]: row["expected"] for row in takings_of(closed)}
        missing = [method for method, amount in expected.items() if method not in amounts and amount]
        if missing:
            words = ", ".join(_(method) for method in missing)
            raise Invalid(_("Count this too: %(words)s.") % {"words": words}, code="required", field="counted")
        closed.closed_at, closed.notes = clock.now(), notes
        TillCount.objects.bulk_create(
            TillCount(
                till_session=closed,
                payment_method=method,
                expected=expected.get(method, ZERO),
                counted=amounts.get(method, ZERO),
            )
            for method in Method.values
            if method in amounts or method in expected
        )
    return closed


def _amounts(counted: Iterable[dict[str, Any]]) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = {}
    for i, line in enumerate(counted):
        if line["payment_method"] in amounts:
            field = f"counted.{i}.payment_method"
            raise Invalid(_("This method is counted twice."), code="duplicate", field=field)
        amounts[line["payment_method"]] = line["counted"]
    return amounts


def takings_of(session: TillSession) -> list[dict[str, Any]]:
    """Return, for cash and every method used, how many tenders there were, what came, what went, and what is there."""
    receipt, opposite = Q(kind=Payment.Kind.RECEIPT), ~Q(kind=Payment.Kind.RECEIPT)
    found = {
        row["payment_method"]: row
        for row in Payment.objects.filter(till_session=session)
        .order_by()
        .values("payment_method")
        .annotate(
            tenders=Count("pk"),
            received=Sum("amount", filter=receipt, default=ZERO),
            paid_back=Sum("amount", filter=opposite, default=ZERO),
        )
    }
    nothing = {"tenders": 0, "received": ZERO, "paid_back": ZERO}
    rows = []
    for method in Method.values:
        if method not in found and method != Method.CASH:
            continue
        row: dict[str, Any] = {"payment_method": method} | found.get(method, nothing)
        row["opening_float"] = session.opening_float if method == Method.CASH else ZERO
        row["expected"] = row["opening_float"] + row["received"] - row["paid_back"]
        rows.append(row)
    return rows
