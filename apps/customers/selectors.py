"""Reading customers: twins, and the history of one."""

from typing import Any

from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.customers.models import Customer
from common.access import visible
from common.db.lookups import digits_of, national
from common.history import timeline_of
from common.models import live

MOST_TWINS = 10
# What tells who a customer is (domain rule 12).
PERSONAL = frozenset({"full_name", "business_name", "email", "phone", "alternate_phone", "address", "notes"})


def credit_term_of(customer: Customer) -> int:
    """Return in how many days the customer pays: their own term, or the business's."""
    return business().credit_term_days if customer.credit_term_days is None else customer.credit_term_days


def possible_twins(*, phone: str, email: str, actor: User, but: int | None = None) -> list[dict[str, Any]]:
    """Return a warning for each other customer with the same phone number or email, within the actor's scope.

    Numbers are the same when their national digits are: +233 20 123 4567 and 0201234567. Emails ignore case.
    """
    number, address = national(phone), email.strip().upper()
    same = Q(pk__in=[])
    if number:
        same |= Q(digits__endswith=number) | Q(other_digits__endswith=number)
    if address:
        same |= Q(address_upper=address)
    known = visible(live(Customer.objects.all()), "customers", actor)
    rows = (
        known.annotate(
            digits=digits_of("phone"), other_digits=digits_of("alternate_phone"), address_upper=Upper("email")
        )
        .filter(same)
        .exclude(pk=but)
        .order_by("pk")
    )
    return [
        {
            "code": "possible_duplicate",
            "detail": _("%(customer)s has the same %(what)s.")
            % {"customer": twin, "what": _what(twin, number, address)},
            "customer": {"id": twin.pk, "label": str(twin)},
        }
        for twin in rows[:MOST_TWINS]
    ]


def _what(twin: Any, number: str, address: str) -> str:
    phone = bool(number) and (twin.digits.endswith(number) or twin.other_digits.endswith(number))
    email = bool(address) and twin.address_upper == address
    if phone and email:
        return _("phone number and email address")
    return _("phone number") if phone else _("email address")


def customer_timeline(customer: Customer) -> list[dict[str, Any]]:
    """Return the customer's events, oldest first; of one who was anonymised, without what told who they were."""
    events = timeline_of(customer, None)
    if customer.anonymised_at is None:
        return events
    for event in events:
        event["changes"] = [change for change in event["changes"] if change["field"] not in PERSONAL]
    return events
