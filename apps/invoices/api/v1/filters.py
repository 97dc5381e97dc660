"""By what sales are filtered."""

import django_filters as df

from apps.invoices.models import Invoice
from apps.invoices.workflow import Status, VoidStatus
from common.api.filters import Amount, Flag, Person, Ref, Several


class InvoiceFilter(df.FilterSet):
    invoice_number = df.CharFilter()
    customer = Ref()
    no_customer = Flag(field_name="customer", lookup_expr="isnull")
    customer_rep = Person(field_name="customer__customer_rep")
    customer_type = Several(choices=Invoice.CustomerType.choices)
    status = Several(choices=Status.choices)
    void_status = Several(choices=VoidStatus.choices)
    is_overdue = Flag()
    sales_rep = Person()
    lead_source = Ref()
    order = Ref()
    currency = df.CharFilter()
    invoice_date = df.DateFilter()
    invoice_date_after = df.DateFilter(field_name="invoice_date", lookup_expr="gte")
    invoice_date_before = df.DateFilter(field_name="invoice_date", lookup_expr="lte")
    due_date_after = df.DateFilter(field_name="due_date", lookup_expr="gte")
    due_date_before = df.DateFilter(field_name="due_date", lookup_expr="lte")
    total_min = Amount(field_name="total_amount", lookup_expr="gte")
    total_max = Amount(field_name="total_amount", lookup_expr="lte")
    balance_min = Amount(field_name="balance", lookup_expr="gte")
    balance_max = Amount(field_name="balance", lookup_expr="lte")
