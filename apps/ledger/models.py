import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.customers.models import Customer
from common import clock
from common.db.triggers import append_only
from common.money import CurrencyField, MoneyField

# Which table keeps the balance of each kind of document. The upper apps own the tables; the ledger only names them.
DOCUMENTS = {
    "invoice": "invoices_invoice",
    "credit_note": "sales_notes_creditnote",
    "debit_note": "sales_notes_debitnote",
}


class LedgerEntry(models.Model):
    """One change of one document's balance (domain §6): written once, and by writing it the balance moves.

    `amount` is signed: positive takes from the document's balance, negative gives back.
    """

    class Cause(models.TextChoices):
        TENDER = "tender"
        SALES_PAYMENT = "sales payment"
        REVERSAL = "reversal"
        NOTE_APPLICATION = "note application"
        VOID = "void"
        SETTLEMENT = "settlement"

    at = models.DateTimeField(default=clock.now, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="ledger_entries", db_index=False
    )
    document_kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in DOCUMENTS])
    document_id = models.BigIntegerField()
    amount = MoneyField()
    currency = CurrencyField()
    cause = models.CharField(max_length=20, choices=Cause)
    # The row that caused it: a tender, a payment item, a reversal …
    source_type = models.CharField(max_length=63)
    source_id = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "ledger entries"
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_amount"),
            models.CheckConstraint(condition=Q(document_kind__in=list(DOCUMENTS)), name="ledger_document_kind"),
        ]
        indexes = [
            models.Index(fields=["document_kind", "document_id", "id"], name="ledger_document"),
            models.Index(fields=["customer", "id"], name="ledger_customer"),
            models.Index(fields=["source_type", "source_id"], name="ledger_source"),
            models.Index(fields=["at", "id"], name="ledger_at"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="moves_balance",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=[("moved", "bigint")],
                func="".join(
                    f"""
                    IF NEW.document_kind = '{kind}' THEN
                        EXECUTE 'UPDATE {table} SET balance = balance - $1 WHERE id = $2 AND currency = $3'
                            USING NEW.amount, NEW.document_id, NEW.currency;
                        GET DIAGNOSTICS moved = ROW_COUNT;
                    END IF;
                    """
                    for kind, table in DOCUMENTS.items()
                )
                + """
                    IF moved IS DISTINCT FROM 1 THEN
                        RAISE EXCEPTION 'No % % in % to change the balance of.',
                            NEW.document_kind, NEW.document_id, NEW.currency
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_frozen';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_kind} {self.document_id} {self.amount:+}"
