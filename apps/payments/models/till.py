"""A cashier's stretch at the till: what was in the drawer, what came and went, and what was counted at the end."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from apps.payments.methods import Method
from apps.payments.till_workflow import TILL_SESSION, SessionStatus
from common import clock
from common.db.triggers import append_only, audit, frozen, never_deleted, transitions
from common.models import Record
from common.money import CurrencyField, MoneyField
from common.numbering import Series

OPENED = ("session_number", "opened_by_id", "opened_at", "opening_float", "currency")


def till_triggers() -> list[pgtrigger.Trigger]:
    """Return what the database holds of a till: opened once, closed once."""
    closed = frozen(
        when="OLD.status = 'Closed'", fields=("status", "closed_at", "notes"), sentence="A closed till never changes."
    )
    closed.name = "closed"
    return [
        *Record.Meta.triggers,
        never_deleted(),
        transitions(TILL_SESSION.transitions()),
        frozen(when="true", fields=OPENED, sentence="What a till was opened with never changes."),
        closed,
    ]


class TillSession(Record):
    """One user's till from its opening to its closing; the tenders they receive meanwhile belong to it."""

    LABEL: ClassVar[tuple[str, ...]] = ("session_number",)
    SERIES = Series("TILL", 6)

    session_number = models.CharField(max_length=20, unique=True, editable=False)
    status = models.CharField(max_length=20, choices=SessionStatus, default=SessionStatus.OPEN, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    # Cash in the drawer before the first sale.
    opening_float = MoneyField()
    currency = CurrencyField()
    closed_at = models.DateTimeField(null=True, editable=False)
    notes = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = "till session"
        constraints = [
            models.UniqueConstraint(
                fields=["opened_by"],
                condition=Q(status=SessionStatus.OPEN),
                name="till_session_one_open",
                violation_error_message=_("You have a till open already: close it first."),
                violation_error_code="action_not_allowed",
            ),
            models.CheckConstraint(condition=Q(opening_float__gte=0), name="till_session_float"),
            models.CheckConstraint(
                condition=Q(status=SessionStatus.OPEN, closed_at=None)
                | Q(status=SessionStatus.CLOSED, closed_at__isnull=False),
                name="till_session_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "id"], name="till_session_status_index"),
            models.Index(fields=["opened_by", "id"], name="till_session_opener"),
            models.Index(fields=["opened_at", "id"], name="till_session_opened"),
            GinIndex(OpClass(Upper("session_number"), "gin_trgm_ops"), name="till_session_search", fastupdate=False),
        ]
        triggers = till_triggers()


class TillCount(Record):
    """What of one method should be there when the till is closed, and what was counted."""

    till_session = models.ForeignKey(TillSession, on_delete=models.PROTECT, related_name="lines", db_index=False)
    payment_method = models.CharField(max_length=20, choices=Method)
    expected = MoneyField()
    counted = MoneyField()
    difference = models.GeneratedField(
        expression=F("counted") - F("expected"), output_field=MoneyField(), db_persist=True
    )

    class Meta(Record.Meta):
        verbose_name = "till count"
        constraints = [
            models.UniqueConstraint(
                fields=["till_session", "payment_method"],
                name="till_count_once",
                violation_error_message=_("This method is counted twice."),
                violation_error_code="duplicate",
            ),
            models.CheckConstraint(condition=Q(payment_method__in=Method.values), name="till_count_method"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="till_count_counted"),
        ]
        triggers = [
            *audit(),
            *append_only(),
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF (SELECT status FROM payments_tillsession WHERE id = NEW.till_session_id) <> 'Open' THEN
                        RAISE EXCEPTION 'A closed till never changes.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_method} {self.counted}"


def received_at_an_open_till() -> pgtrigger.Trigger:
    """A tender belongs to a till only while that is open, its receiver's own and in the invoice's currency.

    The till is held by a shared lock: it is closed only when every tender that it began is in it.
    """
    return pgtrigger.Trigger(
        name="till",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.till_session_id IS NOT NULL"),
        func="""
            PERFORM 1 FROM payments_tillsession s JOIN invoices_invoice i ON i.id = NEW.invoice_id
             WHERE s.id = NEW.till_session_id AND s.status = 'Open' AND s.opened_by_id = NEW.received_by_id
               AND s.currency = i.currency
               FOR SHARE OF s;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'This till is closed, or another''s: try again.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_till_frozen';
            END IF;
            RETURN NEW;
        """,
    )
