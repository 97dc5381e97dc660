"""Money received on account (domain §7, seed 3): drafted by Billing, applied by Finance."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.four_eyes import waived_for
from apps.accounts.models import User
from apps.customers.models import Customer
from apps.customers.services import customer_for_document
from apps.invoices.locking import invoices_lock
from apps.invoices.models import Invoice
from apps.invoices.services import invoices_settle
from apps.ledger.models import LedgerEntry
from apps.ledger.services import Posting, entries_post
from apps.payments.account_items import Item, items_read, total_of
from apps.payments.account_workflow import SALES_PAYMENT, PaymentStatus
from apps.payments.models import SalesPayment, SalesPaymentItem
from apps.payments.models.account import ItemType
from apps.sales_notes.models import CreditNote
from apps.sales_notes.services import credit_note_grant
from apps.sales_notes.workflow import Origin
from common import clock
from common.db.acting import act
from common.db.locks import lock, lock_all, lock_by_id
from common.errors import ActionNotAllowed, Forbidden, Invalid, Stale
from common.events import publish
from common.kept import Kept
from common.money import in_figures
from common.records import references
from common.workflow import save_changes

ADVANCE = Kept(gettext_noop("Advance with payment %(payment)s"))


def sales_payment_create(
    *,
    customer: int,
    deposited_in_bank: int,
    actor: User,
    items_json: Sequence[dict[str, Any]] = (),
    total: Decimal | None = None,
    **facts: Any,
) -> SalesPayment:
    """A numbered draft exists, its rep and currency the customer's unless given, its total what the items come to.

    Nothing is paid yet. Raises Invalid for a customer outside the actor's reach, a wrong item or a client total that
    differs, Conflict (balance_exceeded) for more than is open.
    """
    with act(actor=actor):
        payer = customer_for_document(customer=customer, actor=actor)
        facts = references(SalesPayment, facts | {"deposited_in_bank": deposited_in_bank})
        defaults = {"customer_rep_id": payer.customer_rep_id, "currency": payer.currency}
        payment = SalesPayment(customer=payer, created_by=actor, **defaults | facts)
        _check_received(payment.received_at)
        _write_items(payment, items_json, total)
        payment.number, payment.readable_number = SalesPayment.SERIES.take()
        payment.save(force_insert=True)
    return payment


def sales_payment_update(
    *,
    payment: SalesPayment,
    actor: User,
    items_json: Sequence[dict[str, Any]] | None = None,
    total: Decimal | None = None,
    **changes: Any,
) -> SalesPayment:
    """The draft has the changed facts; items, when given, replace the old ones whole; the customer never changes, and
    where it names no rep it has theirs. Who changed the items does not apply it.

    Raises ActionNotAllowed once it is archived, Invalid and Conflict as `sales_payment_create` does.
    """
    with act(actor=actor):
        draft = _locked_draft(payment)
        before = dict(draft.__dict__)
        for name, value in references(SalesPayment, changes).items():
            setattr(draft, name, value)
        if draft.customer_rep_id is None:
            draft.customer_rep_id = draft.customer.customer_rep_id
        _check_received(draft.received_at)
        if items_json is not None or total is not None:
            _write_items(draft, draft.items_json if items_json is None else items_json, total)
        if draft.items_json != before["items_json"]:
            draft.changed_by = actor
        draft.sent_back_reason = ""
        save_changes(draft, before)
    return draft


def sales_payment_delete(*, payment: SalesPayment, actor: User) -> None:
    """The draft is marked deleted; its number stays taken.

    Raises ActionNotAllowed once it is archived, Forbidden to all but its maker and Billing.
    """
    with act(actor=actor, step="delete"):
        draft = _locked_draft(payment)
        if actor.pk != draft.created_by_id and not actor.has_perm("sales-payments.destroy-any"):
            raise Forbidden(_("Only who made a payment, or Billing, deletes it."), code="not_yours")
        draft.deleted_at = timezone.now()
        draft.save(update_fields=["deleted_at"])


def _locked_draft(payment: SalesPayment) -> SalesPayment:
    draft = lock(payment)
    if draft.status != PaymentStatus.DRAFT:
        raise ActionNotAllowed(
            _("Payment %(payment)s is applied already: only a draft can be changed or deleted.") % {"payment": draft},
            status=draft.status,
        )
    return draft


def _check_received(at: datetime) -> None:
    if at > clock.now():
        raise Invalid(_("Money is not received in the future."), code="in_the_future", field="received_at")


def _write_items(payment: SalesPayment, asked: Sequence[dict[str, Any]], claimed: Decimal | None) -> None:
    items = items_read(asked, customer=payment.customer, currency=payment.currency)
    payment.items_json = [item.asked() for item in items]
    payment.items = [item.shown() for item in items]
    payment.total = total_of(items)
    if claimed is not None and claimed != payment.total:
        raise Invalid(
            _("The items come to %(total)s, not %(claimed)s.")
            % {"total": in_figures(payment.total), "claimed": in_figures(claimed)},
            code="total_differs",
            field="total",
        )


def sales_payment_send_back(*, payment: SalesPayment, reason: str, actor: User) -> SalesPayment:
    """The draft goes back to whoever made it, with the reason."""
    with SALES_PAYMENT.perform("send_back", payment, actor=actor, reason=reason) as returned:
        returned.sent_back_reason = reason
    return returned


def sales_payment_apply(*, payment: SalesPayment, actor: User) -> SalesPayment:
    """The money is where it belongs: each document's balance lower by its item, invoices Paid at nothing, the payment
    archived; an advance is an approved credit note.

    Balances are read again under lock. Raises SelfApproval to whoever made it or last changed its items, Conflict
    (balance_exceeded) when less is open by now.
    """
    SALES_PAYMENT.foresee("apply", payment, actor=actor)
    with act(actor=actor, step="apply"):
        customer = lock_by_id(Customer, payment.customer_id)
        items = items_read(payment.items_json, customer=customer, currency=payment.currency, read=_locked)
        with SALES_PAYMENT.perform("apply", payment, actor=actor) as applied:
            if applied.items_json != payment.items_json:
                raise Stale(version=applied.version)
            applied.confirmed_by, applied.applied_at, applied.archived = actor, clock.now(), True
            applied.four_eyes_waived = waived_for(actor, applied.created_by_id, applied.changed_by_id)
            applied.sent_back_reason = ""
            rows = _post(applied, items, customer, actor)
            applied.items = [_shown(row) for row in rows]
        invoices_settle(invoices=[row.invoice for row in rows if row.invoice is not None], actor=actor)
        publish("payments.sales_payment.applied", payment=applied, actor=actor)
    return applied


def _locked(model: type[Any], ids: list[int]) -> list[Any]:
    """Read the documents under their locks: invoices with their orders first, then debit and credit notes."""
    rows = model._default_manager.filter(pk__in=ids)
    return invoices_lock(rows) if model is Invoice else lock_all(rows)


def _post(payment: SalesPayment, items: Sequence[Item], customer: Customer, actor: User) -> list[SalesPaymentItem]:
    numbered = list(enumerate(items, start=1))
    settled = [_row(payment, number, item, item.document) for number, item in numbered if item.document]
    SalesPaymentItem.objects.bulk_create(settled)
    postings = [Posting(row.document, row.amount, row) for row in settled]
    entries_post(postings=postings, cause=LedgerEntry.Cause.SALES_PAYMENT, actor=actor)
    advances = [
        _row(payment, number, item, _advance(payment, item.amount, customer, actor))
        for number, item in numbered
        if not item.document
    ]
    SalesPaymentItem.objects.bulk_create(advances)
    return sorted(settled + advances, key=lambda row: row.item_number)


def _row(payment: SalesPayment, number: int, item: Item, document: Any) -> SalesPaymentItem:
    target = "credit_note" if item.type == ItemType.ADVANCE else item.type
    return SalesPaymentItem(
        sales_payment=payment, item_number=number, type=item.type, amount=item.amount, **{target: document}
    )


def _advance(payment: SalesPayment, amount: Decimal, customer: Customer, actor: User) -> CreditNote:
    """The customer has paid more than is open: it is to their credit, made by one person and approved by another."""
    return credit_note_grant(
        customer=customer,
        total=amount,
        made_by=payment.created_by,
        actor=actor,
        origin=Origin.PAYMENT,
        origin_id=payment.pk,
        customer_rep_id=payment.customer_rep_id,
        currency=payment.currency,
        public_notes=ADVANCE.say(payment=payment),
    )


def _shown(row: SalesPaymentItem) -> dict[str, Any]:
    return Item(row.type, row.amount, row.document).shown()
