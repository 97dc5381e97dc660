"""Credit and debit notes: made once, signed, approved, spent (domain §8, seed 3). Voiding an invoice is one of them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.four_eyes import waived_for
from apps.accounts.models import User
from apps.accounts.roles import BILLING
from apps.customers.models import Customer
from apps.customers.services import customer_for_document
from apps.inventory.lines import MOST_MONEY
from apps.invoices.locking import invoice_lock, invoice_lock_with_customer
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_settle
from apps.invoices.withdrawal import invoice_void_ask, invoice_void_confirm, invoice_void_decline, invoice_withdraw
from apps.invoices.workflow import INVOICE, LIVE, VoidStatus
from apps.invoices.workflow import Status as InvoiceStatus
from apps.ledger.models import LedgerEntry
from apps.ledger.services import entry_post
from apps.sales_notes.lines import SHAPES, lines_of_invoice, lines_of_pieces, still_creditable, total_of
from apps.sales_notes.models import CreditNote, DebitNote, NoteApplication, NoteLine, SalesNote
from apps.sales_notes.workflow import CREDIT_NOTE, Origin
from common import clock
from common.db.acting import act
from common.db.locks import lock, lock_by_id, own
from common.effects import tell
from common.errors import ActionNotAllowed, Conflict, Forbidden, Invalid
from common.events import publish
from common.kept import Kept
from common.money import ZERO, in_figures, money
from common.records import references

VOID = Kept(gettext_noop("Void of invoice %(invoice)s: %(reason)s"), free=("reason",))
CORRECTS = Kept(gettext_noop("Corrects %(note)s: %(reason)s"), free=("reason",))
VOIDED = Kept(gettext_noop("Voided by %(note)s"))
NOTE_DELETED = Kept(gettext_noop("Its credit note was deleted"))


def note_create[N: SalesNote](
    *,
    kind: type[N],
    customer: int,
    actor: User,
    total: Decimal | None = None,
    lines: Sequence[dict[str, Any]] = (),
    **facts: Any,
) -> N:
    """A numbered draft exists, its rep and currency the customer's unless given; Billing's own is signed already.

    The total is the lines' sum, or `total` where there are no lines (a rebate); a note about an invoice is in its
    currency. Raises Invalid for a customer outside the actor's reach, an invoice that is not theirs or is to be voided,
    wrong lines, a total that is missing or differs from the lines, or more credit than is left of the invoice.
    """
    with act(actor=actor):
        buyer = customer_for_document(customer=customer, actor=actor)
        facts = references(kind, facts)
        built = SHAPES[kind].build(lines)
        amount = _total(built, total)
        if facts.get("invoice_id"):
            invoice = _about(kind, facts, buyer)
            facts = {"currency": invoice.currency} | facts
            if kind is CreditNote:
                _within(invoice, amount, field="lines" if built else "total")
        return note_write(kind=kind, customer=buyer, lines=built, total=amount, actor=actor, **facts)


def _about(kind: type[SalesNote], facts: Mapping[str, Any], customer: Customer) -> Invoice:
    """Return the invoice that a note is about. Raises Invalid for one that it cannot be about."""
    invoice = Invoice.objects.get(pk=facts["invoice_id"])
    told = {"customer": customer, "invoice": invoice, "currency": invoice.currency}
    if invoice.customer_id != customer.pk or invoice.status not in LIVE:
        raise Invalid(
            _("%(customer)s has no issued invoice %(invoice)s.") % told, code="does_not_exist", field="invoice"
        )
    if facts.get("currency", invoice.currency) != invoice.currency:
        raise Invalid(_("Invoice %(invoice)s is in %(currency)s.") % told, code="currency_differs", field="currency")
    if kind is CreditNote and invoice.void_status != VoidStatus.NONE:
        raise Invalid(
            _("Invoice %(invoice)s is to be voided, which credits all of it.") % told,
            code="to_be_voided",
            field="invoice",
        )
    return invoice


def _within(invoice: Invoice, amount: Decimal, *, field: str) -> None:
    """Raise Invalid, naming the field, for more than credit notes may still give back of the invoice."""
    left = still_creditable(invoice)
    if amount > left:
        facts = {"invoice": invoice, "left": in_figures(left), "currency": invoice.currency}
        raise Invalid(
            _("%(left)s %(currency)s of invoice %(invoice)s can still be credited.") % facts,
            code="out_of_range",
            field=field,
        )


def _total(lines: list[NoteLine], claimed: Decimal | None) -> Decimal:
    if not lines:
        if claimed is None:
            raise Invalid(_("Give the total, or lines."), code="required", field="total")
        return money(claimed)
    total = total_of(lines)
    if claimed is not None and claimed != total:
        facts = {"total": in_figures(total), "claimed": in_figures(claimed)}
        raise Invalid(_("The lines come to %(total)s, not %(claimed)s.") % facts, code="total_differs", field="total")
    if not 0 < total <= MOST_MONEY:
        raise Invalid(
            _("A note comes to more than nothing and to %(most)s at most.") % {"most": in_figures(MOST_MONEY)},
            field="lines",
        )
    return total


def credit_note_for_return(
    *, invoice: Invoice, pieces: Mapping[int, int], origin_id: int, reason: str, actor: User
) -> CreditNote:
    """A draft credits what a customer brought back: so many pieces of each sold line (by its id), with their tax.

    The return's step calls this with the return's id, before it touches units or stock. Raises ActionNotAllowed for
    an invoice that is not issued or is to be voided, Invalid for more pieces, or more money, than were sold and not
    credited yet.
    """
    with act(actor=actor, reason=reason):
        customer, sold = invoice_lock_with_customer(invoice)
        if customer is None:
            raise ActionNotAllowed(_("A walk-in has no account: refund the tender instead."))
        if sold.status not in LIVE or sold.void_status != VoidStatus.NONE:
            facts = {"invoice": sold, "status": _(sold.status)}
            raise ActionNotAllowed(
                _("Invoice %(invoice)s is %(status)s: nothing of it can come back.") % facts, status=sold.status
            )
        lines = lines_of_pieces(sold, pieces)
        _within(sold, total_of(lines), field="lines")
        return note_write(
            kind=CreditNote,
            customer=customer,
            total=total_of(lines),
            lines=lines,
            actor=actor,
            origin=Origin.CUSTOMER_RETURN,
            origin_id=origin_id,
            invoice=sold,
            currency=sold.currency,
            public_notes=reason,
        )


def note_write[N: SalesNote](
    *,
    kind: type[N],
    customer: Customer,
    total: Decimal,
    actor: User,
    lines: Sequence[NoteLine] = (),
    origin: str = Origin.MANUAL,
    origin_id: int | None = None,
    **facts: Any,
) -> N:
    """Inside an act that holds the customer's lock: a numbered draft exists with these unsaved lines.

    What makes a note for a reason of its own (a return, a claim, a preorder) calls this with that origin.
    """
    note = kind(
        customer=customer,
        total=total,
        created_by=actor,
        origin=origin,
        origin_id=origin_id,
        code=kind.SERIES.code,
        created_at=clock.now(),
        **{"customer_rep_id": customer.customer_rep_id, "currency": customer.currency} | facts,
    )
    if BILLING in actor.roles:
        note.approved_by_billing_user = actor
    note.number, note.readable_number = kind.SERIES.take()
    note.save(force_insert=True)
    own(note)
    for line in lines:
        line.note = note  # type: ignore[attr-defined]
    note.lines.model._default_manager.bulk_create(lines)  # type: ignore[attr-defined]
    publish(f"sales_notes.{_name(note)}.created", note=note, actor=actor)
    return note


def credit_note_grant(
    *, customer: Customer, total: Decimal, made_by: User, actor: User, origin: str, origin_id: int, **facts: Any
) -> CreditNote:
    """Inside an act that holds the customer's lock: an approved credit note exists, open with its whole total.

    For credit that another document has given and somebody has approved there (an advance in a payment): `made_by` made
    and signed that document, the actor approved it.
    """
    note = note_write(
        kind=CreditNote,
        customer=customer,
        total=total,
        actor=made_by,
        origin=origin,
        origin_id=origin_id,
        approved_by_billing_user=made_by,
        **facts,
    )
    with CREDIT_NOTE.perform("grant", note, actor=actor) as granted:
        note_archive(note=granted, actor=actor)
    tell(granted, "balance", ZERO, granted.balance, granted.currency)
    publish("sales_notes.credit_note.approved", note=granted, actor=actor)
    return granted


def _name(note: SalesNote) -> str:
    return note._meta.verbose_name.replace(" ", "_")  # type: ignore[union-attr]


def note_billing_sign[N: SalesNote](*, note: N, actor: User) -> N:
    """Billing stands behind a note that somebody else made; now the office may approve it."""
    with note.WORKFLOW.perform("billing_sign", note, actor=actor) as signed:
        signed.approved_by_billing_user = actor
    return signed


def note_approve[N: SalesNote](*, note: N, actor: User) -> N:
    """The note is archived and its balance is its total; one that voids an invoice undoes the sale and is spent on it.

    Raises SelfApproval to whoever made or signed it, ActionNotAllowed while Billing has not signed.
    """
    with act(actor=actor, step="approve"):
        lock_by_id(Customer, note.customer_id)
        invoice = _lock_voided(note)
        with note.WORKFLOW.perform("approve", note, actor=actor) as approved:
            note_archive(note=approved, actor=actor)
        tell(approved, "balance", ZERO, approved.balance, approved.currency)
        if invoice is not None:
            _undo_sale(invoice, approved, actor)
        publish(f"sales_notes.{_name(approved)}.approved", note=approved, actor=actor)
    return approved


def _lock_voided(note: SalesNote) -> Invoice | None:
    """Lock the invoice that the note is to void, if any; the customer's lock is held or not needed after it."""
    if note.origin != Origin.VOID_INVOICE or note.invoice is None:
        return None
    return invoice_lock(note.invoice)


def note_archive(*, note: SalesNote, actor: User) -> None:
    """Inside the approving step: the note is signed by the office, dated now, and open with its whole total."""
    note.approved_by_office_user, note.applied_at, note.archived = actor, clock.now(), True
    note.four_eyes_waived = waived_for(actor, note.created_by_id, note.approved_by_billing_user_id)
    note.balance = note.total
    note.pdf_url = f"/api/v1/{note.WORKFLOW.resource}/{note.pk}/pdf"


def _undo_sale(invoice: Invoice, note: SalesNote, actor: User) -> None:
    """What is open on the invoice is taken from the note; the rest of it, what was received, stays the customer's."""
    received = invoice.total_amount - invoice.balance
    if open_ := invoice.balance:
        for document in (invoice, note):
            entry_post(document=document, amount=open_, cause=LedgerEntry.Cause.VOID, source=note, actor=actor)
    with INVOICE.perform("grant_void", invoice, actor=actor) as granted:
        invoice_void_confirm(invoice=granted, actor=actor)
    invoice_withdraw(
        invoice=granted,
        to=InvoiceStatus.REFUNDED if received else InvoiceStatus.CANCELLED,
        reason=VOIDED.say(note=note),
        actor=actor,
    )


def note_reject[N: SalesNote](*, note: N, reason: str, actor: User) -> N:
    """The note is closed without effect, with the reason; an invoice it was to void stands."""
    with act(actor=actor, step="reject", reason=reason):
        invoice = _lock_voided(note)
        with note.WORKFLOW.perform("reject", note, actor=actor, reason=reason) as rejected:
            rejected.archived = True
        if invoice is not None:
            invoice_void_decline(invoice=invoice, reason=reason, actor=actor)
    return rejected


def note_delete(*, note: SalesNote, actor: User) -> None:
    """The draft is marked deleted; its number stays taken, and an invoice it was to void stands.

    Raises ActionNotAllowed once it is archived, Forbidden to all but its maker, Billing and a Manager.
    """
    with act(actor=actor, step="delete"):
        invoice = _lock_voided(note)
        draft = lock(note)
        if draft.archived:
            facts = {"note": draft, "status": _(draft.status)}
            raise ActionNotAllowed(
                _("%(note)s is %(status)s: only a draft can be deleted.") % facts, status=draft.status
            )
        if actor.pk != draft.created_by_id and not actor.has_perm(f"{note.WORKFLOW.resource}.destroy-any"):
            raise Forbidden(_("Only who made a note, Billing or a Manager deletes it."), code="not_yours")
        draft.deleted_at = timezone.now()
        draft.save(update_fields=["deleted_at"])
        if invoice is not None:
            invoice_void_decline(invoice=invoice, reason=NOTE_DELETED.say(), actor=actor)


def note_correct(*, note: SalesNote, reason: str, actor: User, total: Decimal | None = None) -> SalesNote:
    """An opposite draft is linked to the approved note, over its total or a part of it; the reason is its public text.

    Raises Invalid for more than the note's total, ActionNotAllowed when the note is corrected already or is an advance,
    which is undone with its payment.
    """
    opposite = DebitNote if isinstance(note, CreditNote) else CreditNote
    amount = note.total if total is None else total
    if amount > note.total:
        facts = {"note": note, "total": in_figures(note.total)}
        raise Invalid(_("%(note)s came to %(total)s only.") % facts, code="out_of_range", field="total")
    with act(actor=actor, step="correct", reason=reason):
        customer = lock_by_id(Customer, note.customer_id)
        with note.WORKFLOW.perform("correct", note, actor=actor, reason=reason) as corrected:
            pass
        return note_write(
            kind=opposite,
            customer=customer,
            total=amount,
            actor=actor,
            origin=Origin.CORRECTION,
            origin_id=corrected.pk,
            customer_rep_id=corrected.customer_rep_id,
            currency=corrected.currency,
            public_notes=CORRECTS.say(note=corrected, reason=reason),
        )


def credit_note_apply_to_invoice(*, note: CreditNote, invoice: int, amount: Decimal, actor: User) -> CreditNote:
    """So much of the approved note is set against an open invoice of the same customer, which may become Paid.

    Raises Invalid for an invoice that is not the customer's or not open, Conflict (balance_exceeded) for more than is
    left of either.
    """
    with act(actor=actor, step="apply-to-invoice"):
        lock_by_id(Customer, note.customer_id)
        target = Invoice.objects.filter(pk=invoice, customer_id=note.customer_id, currency=note.currency).first()
        if target is None:
            facts = {"customer": note.customer, "invoice": invoice, "currency": note.currency}
            raise Invalid(
                _("%(customer)s has no invoice %(invoice)s in %(currency)s.") % facts,
                code="does_not_exist",
                field="invoice",
            )
        owed = invoice_lock(target)
        if owed.status != InvoiceStatus.SENT:
            facts = {"invoice": owed, "status": _(owed.status)}
            raise Conflict(_("Invoice %(invoice)s is %(status)s: nothing is open on it.") % facts, status=owed.status)
        with note.WORKFLOW.perform("apply_to_invoice", note, actor=actor) as spent:
            pass
        application = NoteApplication.objects.create(credit_note=spent, invoice=owed, amount=amount, applied_by=actor)
        for document in (owed, spent):
            entry_post(
                document=document,
                amount=amount,
                cause=LedgerEntry.Cause.NOTE_APPLICATION,
                source=application,
                actor=actor,
            )
        invoice_settle(invoice=owed, actor=actor)
    return spent


def invoice_void(*, invoice: Invoice, reason: str, actor: User) -> CreditNote | None:
    """Voiding is asked for: a draft credit note over all that was sold waits for Billing and the office.

    A walk-in has no account and so no note: a Manager confirms, and the tenders go back (apps.payments). Raises
    ActionNotAllowed unless it is Sent or Paid, or when voiding is asked for already or part of it is credited.
    """
    with act(actor=actor, step="void", reason=reason):
        customer, sold = invoice_lock_with_customer(invoice)
        with INVOICE.perform("void", sold, actor=actor, reason=reason) as asked:
            invoice_void_ask(invoice=asked, reason=reason, actor=actor)
        if customer is None:
            return None
        lines = lines_of_invoice(asked)
        return note_write(
            kind=CreditNote,
            customer=customer,
            total=asked.total_amount,
            lines=lines,
            actor=actor,
            origin=Origin.VOID_INVOICE,
            origin_id=asked.pk,
            invoice=asked,
            currency=asked.currency,
            public_notes=VOID.say(invoice=asked, reason=reason),
        )
