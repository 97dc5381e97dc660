"""Writing the ledger: the only way a balance changes (domain §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.ledger.models import DOCUMENTS, LedgerEntry
from common.effects import tell
from common.errors import Conflict
from common.money import in_figures

KINDS = {table: kind for kind, table in DOCUMENTS.items()}
# What the total is called where it is not `total`.
TOTALS = {"invoices_invoice": "total_amount"}


def _total_of(document: Any) -> Decimal:
    """Return what the document came to when nothing had been taken from it."""
    return getattr(document, TOTALS.get(document._meta.db_table, "total"))


def too_much(*, document: Any, amount: Decimal, field: str | None = None) -> Conflict:
    """Return the refusal to take more from a document than is open on it."""
    facts = {
        "document": document,
        "balance": in_figures(document.balance),
        "currency": document.currency,
        "amount": in_figures(amount),
    }
    return Conflict(
        _("%(document)s has %(balance)s %(currency)s open: %(amount)s is too much.") % facts,
        code="balance_exceeded",
        field=field,
        balance=str(document.balance),
    )


@dataclass(frozen=True)
class Posting:
    """What is taken from a document's balance, in its currency and signed, and the row that is the reason."""

    document: Any
    amount: Decimal
    source: Any


def entries_post(*, postings: Sequence[Posting], cause: str, actor: User) -> list[LedgerEntry]:
    """Each document's balance is lower by its amount, and one row each says why; all of them are, or none.

    The caller holds the documents' locks. Raises Conflict (balance_exceeded) when more is taken than is open, or more
    given back than was taken.
    """
    entries = []
    for posting in postings:
        document, before = posting.document, posting.document.balance
        after = before - posting.amount
        if not 0 <= after <= _total_of(document):
            raise too_much(document=document, amount=abs(posting.amount))
        entries.append(
            LedgerEntry(
                actor=actor,
                customer_id=document.customer_id,
                document_kind=KINDS[document._meta.db_table],
                document_id=document.pk,
                amount=posting.amount,
                currency=document.currency,
                cause=cause,
                source_type=posting.source._meta.db_table,
                source_id=posting.source.pk,
            )
        )
        tell(document, "balance", before, after, document.currency)
        document.balance = after
    return LedgerEntry.objects.bulk_create(entries)


def entry_post(*, document: Any, amount: Decimal, cause: str, source: Any, actor: User) -> LedgerEntry:
    """One posting: see `entries_post`."""
    return entries_post(postings=[Posting(document, amount, source)], cause=cause, actor=actor)[0]
