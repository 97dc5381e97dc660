from typing import Any

import django_filters as df

from apps.payments import account, reversals
from apps.payments.account_workflow import REVERSAL, SALES_PAYMENT, PaymentStatus, ReversalStatus
from apps.payments.api.v1 import account_serializers as serializers
from apps.payments.models import SalesPayment, SalesPaymentReversal
from apps.payments.receipt import sales_payment_pdf
from apps.sales_notes.api.v1.views import made
from common.api.documents import Documents, Reason, printout, step
from common.api.filters import Amount, AnyCase, Flag, Person, Ref, Several, Until
from common.api.search import Search
from common.api.views import Creates, Deletes, Edits

Facts = dict[str, Any]
ORDERINGS = {
    name: name for name in ("number", "total", "status", "created_at", "applied_at", "received_at", "updated_at")
}
SEARCH = {
    "texts": ("readable_number", "customer__full_name", "customer__business_name"),
    "phones": ("customer__phone", "customer__alternate_phone"),
}


class AccountMoneyFilter(df.FilterSet):
    """By what payments on account and reversals are filtered: every field that seed 3 marks so."""

    number = df.NumberFilter()
    readable_number = AnyCase()
    customer = Ref()
    customer_rep = Person()
    created_by = Person()
    confirmed_by = Person()
    deposited_in_bank = Ref()
    currency = df.CharFilter()
    archived = Flag()
    total_min = Amount(field_name="total", lookup_expr="gte")
    total_max = Amount(field_name="total", lookup_expr="lte")
    created_at_after = df.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_at_before = Until(field_name="created_at")
    applied_at_after = df.IsoDateTimeFilter(field_name="applied_at", lookup_expr="gte")
    applied_at_before = Until(field_name="applied_at")
    received_at_after = df.IsoDateTimeFilter(field_name="received_at", lookup_expr="gte")
    received_at_before = Until(field_name="received_at")


class SalesPaymentFilter(AccountMoneyFilter):
    status = Several(choices=PaymentStatus.choices)


class ReversalFilter(AccountMoneyFilter):
    status = Several(choices=ReversalStatus.choices)
    sales_payment = Ref()


class SalesPaymentReversalViewSet(Deletes, Documents):
    """Mistakes in payments on account, undone."""

    resource = "sales-payment-reversals"
    sensitive = True
    workflow = REVERSAL
    serializer_class = serializers.SalesPaymentReversalSerializer
    filterset_class = ReversalFilter
    search = Search(**SEARCH)
    orderings = ORDERINGS

    def delete_row(self, row: SalesPaymentReversal, actor: Any) -> None:
        """Mark the draft deleted; the payment stands."""
        reversals.sales_payment_reversal_delete(reversal=row, actor=actor)

    @step()
    def approve(self, reversal: SalesPaymentReversal, actor: Any, facts: Facts) -> None:
        """Undo the payment: every balance returns to what it was."""
        reversals.sales_payment_reversal_approve(reversal=reversal, actor=actor)

    @step(input=Reason)
    def reject(self, reversal: SalesPaymentReversal, actor: Any, facts: Facts) -> None:
        """Let the payment stand."""
        reversals.sales_payment_reversal_reject(reversal=reversal, actor=actor, **facts)


class SalesPaymentViewSet(Creates, Edits, Deletes, Documents):
    """Money received on account: drafted by Billing, applied by Finance."""

    resource = "sales-payments"
    sensitive = True
    workflow = SALES_PAYMENT
    serializer_class = serializers.SalesPaymentSerializer
    create_input = serializers.SalesPaymentInput
    update_input = serializers.SalesPaymentChanges
    filterset_class = SalesPaymentFilter
    search = Search(**SEARCH)
    orderings = ORDERINGS

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Draft the payment."""
        return account.sales_payment_create(actor=actor, **facts)

    def update_row(self, row: SalesPayment, actor: Any, facts: Facts) -> None:
        """Change the draft."""
        account.sales_payment_update(payment=row, actor=actor, **facts)

    def delete_row(self, row: SalesPayment, actor: Any) -> None:
        """Mark the draft deleted."""
        account.sales_payment_delete(payment=row, actor=actor)

    @printout
    def pdf(self, payment: SalesPayment) -> tuple[bytes, str]:
        """Return the receipt as the customer gets it."""
        return sales_payment_pdf(payment), payment.readable_number

    @step()
    def apply(self, payment: SalesPayment, actor: Any, facts: Facts) -> None:
        """Put the money where it belongs: balances fall, invoices may become Paid, the payment is archived."""
        account.sales_payment_apply(payment=payment, actor=actor)

    @step(access="apply")
    def approve(self, payment: SalesPayment, actor: Any, facts: Facts) -> None:
        """The same as `apply`, by the name that seed 3 uses too."""
        account.sales_payment_apply(payment=payment, actor=actor)

    @step(input=Reason)
    def send_back(self, payment: SalesPayment, actor: Any, facts: Facts) -> None:
        """Give the draft back to whoever made it, with the reason."""
        account.sales_payment_send_back(payment=payment, actor=actor, **facts)

    @step(
        input=Reason,
        status_code=201,
        adds={"reversal": serializers.SalesPaymentReversalSerializer()},
    )
    def reverse(self, payment: SalesPayment, actor: Any, facts: Facts) -> Facts:
        """Ask Finance to undo the payment; answers the draft reversal."""
        reversal = reversals.sales_payment_reverse(payment=payment, actor=actor, **facts)
        return {"reversal": made(SalesPaymentReversalViewSet, reversal, actor)}
