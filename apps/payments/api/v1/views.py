from typing import Any

import django_filters as df
from django.utils.translation import gettext as _
from rest_framework.serializers import IntegerField

from apps.invoices.models import Invoice
from apps.payments import services
from apps.payments.api.v1 import serializers
from apps.payments.models import Payment
from apps.payments.workflow import PAYMENT
from apps.sales_notes.api.v1.views import VoidableInvoices
from common.api.documents import Documents, Reason, step
from common.api.fields import Money
from common.api.filters import Amount, AnyCase, Flag, Person, Ref, Several
from common.api.search import Search
from common.api.views import Creates, Edits, Resources
from common.errors import Invalid
from common.records import absent

Facts = dict[str, Any]


class InvoiceViewSet(VoidableInvoices):
    """Sales, with the till."""

    resource = "invoices"
    serializer_class = serializers.PaidInvoiceSerializer

    @step(input=serializers.CheckoutInput, key_required=True, adds={"change": Money()})
    def checkout(self, invoice: Invoice, actor: Any, facts: Facts) -> dict[str, Any]:
        """Issue the draft and take its tenders in one act; answers the change to hand back."""
        return {"change": services.invoice_checkout(invoice=invoice, actor=actor, **facts).change}

    @step()
    def confirm_void(self, invoice: Invoice, actor: Any, facts: Facts) -> None:
        """Undo a walk-in's sale that somebody else asked to void: its tenders go back, its units return."""
        services.invoice_confirm_void(invoice=invoice, actor=actor)

    @step(input=Reason)
    def decline_void(self, invoice: Invoice, actor: Any, facts: Facts) -> None:
        """Let a walk-in's sale stand that somebody asked to void."""
        services.invoice_decline_void(invoice=invoice, actor=actor, **facts)


# The id of the row that answers the tender.
OPPOSITE = {"opposite": IntegerField()}


class PaymentFilter(df.FilterSet):
    invoice = Ref()
    customer = Ref(field_name="invoice__customer")
    currency = df.CharFilter(field_name="invoice__currency")
    kind = Several(choices=Payment.Kind.choices)
    payment_method = Several(choices=Payment.Method.choices)
    received_by = Person()
    till_session = Ref()
    reference = AnyCase()
    payment_date = df.DateFilter()
    payment_date_after = df.DateFilter(field_name="payment_date", lookup_expr="gte")
    payment_date_before = df.DateFilter(field_name="payment_date", lookup_expr="lte")
    amount_min = Amount(field_name="amount", lookup_expr="gte")
    amount_max = Amount(field_name="amount", lookup_expr="lte")


class PaymentViewSet(Creates, Documents):
    """Tenders: written once, answered by opposite rows."""

    resource = "payments"
    workflow = PAYMENT
    sensitive = True
    serializer_class = serializers.PaymentSerializer
    create_input = serializers.PaymentInput
    filterset_class = PaymentFilter
    search = Search(texts=("invoice__invoice_number", "reference"))
    orderings = {"payment_date": "payment_date", "amount": "amount", "created_at": "created_at"}
    key_required = True

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Take a tender on an issued invoice."""
        asked = facts.pop("invoice")
        invoice = InvoiceViewSet._reader.scoped(actor).filter(pk=asked).first()
        if invoice is None:
            raise Invalid(fields={"invoice": absent(_("invoice"), asked)})
        return services.payment_receive(invoice=invoice, actor=actor, **facts)

    @step(input=Reason, key_required=True, adds=OPPOSITE)
    def void(self, payment: Payment, actor: Any, facts: Facts) -> dict[str, Any]:
        """Undo a tender of today; answers the opposite row's id."""
        return {"opposite": services.payment_void(payment=payment, actor=actor, **facts).pk}

    @step(input=serializers.RefundInput, key_required=True, adds=OPPOSITE)
    def refund(self, payment: Payment, actor: Any, facts: Facts) -> dict[str, Any]:
        """Pay a tender back, whole or in part; answers the opposite row's id."""
        return {"opposite": services.payment_refund(payment=payment, actor=actor, **facts).pk}


class BankFilter(df.FilterSet):
    name = df.CharFilter()
    is_active = Flag()


class BankViewSet(Creates, Edits, Resources):
    """Accounts that money is deposited in."""

    resource = "banks"
    serializer_class = serializers.BankSerializer
    create_input = update_input = serializers.BankSerializer
    filterset_class = BankFilter
    orderings = {"name": "name"}
    ordering = "id"
