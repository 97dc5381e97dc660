"""Taking customers on, changing, deleting and anonymising them (domain §3)."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.models import User
from apps.accounts.roles import REMOTE_SALES, SALES
from apps.accounts.selectors import business
from apps.customers.models import Customer
from common.access import visible
from common.db.acting import act
from common.db.locks import lock, lock_all
from common.errors import Conflict, Forbidden, Invalid, NotFound
from common.events import publish
from common.models import live
from common.records import absent, references
from common.workflow import save_changes

# What may be owed, for how long, and whether anything may be: not for whoever sells (reliability §3).
CREDIT = ("credit_limit", "credit_term_days", "account_hold")
PHONES = ("phone", "alternate_phone")
FEWEST_DIGITS, MOST_DIGITS = 6, 15
ANONYMOUS_PHONE = "anonymised"

# Each function returns what still stands on a customer, one phrase per document: "order ORD-2026-001 is sent".
Standing = Callable[[Customer], list[str]]
_standing: list[Standing] = []


def keep_while(standing: Standing) -> None:
    """Let an upper app say what stands on a customer: while it names anything, the customer stays."""
    if standing not in _standing:
        _standing.append(standing)


def customer_create(*, full_name: str, phone: str, actor: User, **facts: Any) -> Customer:
    """The customer exists. A seller who names no rep becomes it; the currency is the business's unless given.

    Phone numbers stay as typed but for surplus spaces. `credit_limit` is in the customer's currency. Raises Invalid
    naming each wrong field, Forbidden with the field for credit terms or a rep that the actor may not set.
    """
    facts = _cleaned({"full_name": full_name, "phone": phone} | facts)
    if facts.get("customer_rep") is None and actor.roles & {SALES, REMOTE_SALES}:
        facts["customer_rep"] = actor.pk
    if not facts.get("currency"):
        facts["currency"] = business().currency
    with act(actor=actor):
        customer = Customer()
        _write(customer, _changes(customer, facts), actor)
        customer.save(force_insert=True)
    return customer


def customer_update(*, customer: Customer, actor: User, **facts: Any) -> Customer:
    """The customer has the changed facts; what is given unchanged asks for no right and leaves no trace.

    Another currency is another credit limit, so it takes the same right. Raises Invalid and Forbidden as
    `customer_create` does.
    """
    facts = _cleaned(facts)
    with act(actor=actor, announced=True):
        locked = lock(customer)
        before = dict(locked.__dict__)
        _write(locked, _changes(locked, facts), actor)
        save_changes(locked, before)
    return locked


def customer_delete(*, customer: Customer, actor: User) -> None:
    """The customer is marked deleted; the row and all its documents stay.

    Raises Conflict (in_use) naming the live documents and open balances that stand.
    """
    with act(actor=actor, step="delete", announced=True):
        locked = lock(customer)
        _nothing_stands_on(locked, gettext_noop("%(customer)s cannot be deleted: %(standing)s."))
        locked.deleted_at = timezone.now()
        locked.save(update_fields=["deleted_at"])


def customer_anonymise(*, customer: Customer, reason: str, actor: User) -> Customer:
    """Nothing in the row tells who the customer was; documents and amounts stay, and the act is recorded.

    Deleted customers can be anonymised too. Raises Conflict (in_use) while something is open, (already_anonymised) the
    second time.
    """
    with act(actor=actor, step="anonymise", reason=reason):
        found = lock_all(Customer.objects.filter(pk=customer.pk))
        if not found:
            raise NotFound
        locked = found[0]
        if locked.anonymised_at is not None:
            sentence = _("%(customer)s is anonymised already.") % {"customer": locked}
            raise Conflict(sentence, code="already_anonymised")
        _nothing_stands_on(locked, gettext_noop("%(customer)s cannot be anonymised: %(standing)s."))
        before = dict(locked.__dict__)
        locked.full_name, locked.phone = f"Customer {locked.pk}", ANONYMOUS_PHONE
        locked.business_name = locked.email = locked.alternate_phone = locked.address = locked.notes = ""
        locked.anonymised_at = timezone.now()
        save_changes(locked, before)
        publish("customers.customer.anonymised", customer=locked, actor=actor)
    return locked


def customer_for_document(*, customer: int, actor: User) -> Customer:
    """Return the customer, locked, for a document that the actor makes for them.

    Raises Invalid on the field `customer` when there is none, it is deleted, or it lies outside the actor's scope.
    """
    known = visible(live(Customer.objects.all()), "customers", actor)
    if not (locked := lock_all(known.filter(pk=customer))):
        raise Invalid(fields={"customer": absent(_("customer"), customer)})
    return locked[0]


def _cleaned(facts: dict[str, Any]) -> dict[str, Any]:
    facts = dict(facts)
    problems: dict[str, str | tuple[str, str]] = {}
    for name in ("full_name", "business_name", *PHONES):
        if name in facts:
            facts[name] = " ".join(facts[name].split())
    for name in ("full_name", "phone"):
        if facts.get(name) == "":
            problems[name] = ("blank", _("A customer has a name and a phone number."))
    for name in PHONES:
        if facts.get(name) and not _is_phone(facts[name]):
            problems[name] = (
                "invalid",
                _("A phone number has %(fewest)s to %(most)s digits, with spaces or + ( ) . / - between them.")
                % {"fewest": FEWEST_DIGITS, "most": MOST_DIGITS},
            )
    if email := facts.get("email"):
        try:
            validate_email(email)
        except ValidationError:
            problems["email"] = ("invalid", _("This is not an email address."))
    if problems:
        raise Invalid(fields=problems)
    return facts


def _is_phone(text: str) -> bool:
    digits = re.sub(r"[^0-9]", "", text)
    return FEWEST_DIGITS <= len(digits) <= MOST_DIGITS and re.fullmatch(r"\+?[0-9 ()./-]+", text) is not None


def _changes(customer: Customer, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that differ from what the customer is."""
    columns = {field.name: field.attname for field in Customer._meta.concrete_fields}
    return {name: value for name, value in facts.items() if getattr(customer, columns[name]) != value}


def _write(customer: Customer, changes: dict[str, Any], actor: User) -> None:
    held = CREDIT if customer.pk is None else (*CREDIT, "currency")
    if not actor.has_perm("customers.set-credit") and (credit := [name for name in held if name in changes]):
        raise Forbidden(_("Only Billing, Finance and Managers set a customer's credit."), field=credit[0])
    if changes.get("customer_rep", actor.pk) != actor.pk and not actor.has_perm("customers.assign-rep"):
        raise Forbidden(
            _("You look after your own customers: somebody else gives them another rep."), field="customer_rep"
        )
    for name, value in references(Customer, changes).items():
        setattr(customer, name, value)


def _nothing_stands_on(customer: Customer, refusal: str) -> None:
    if standing := [phrase for find in _standing for phrase in find(customer)]:
        sentence = _(refusal) % {"customer": customer, "standing": ", ".join(standing)}
        raise Conflict(sentence, code="in_use", standing=standing)
