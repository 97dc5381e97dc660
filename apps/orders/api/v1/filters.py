"""By what orders are filtered."""

import django_filters as df

from apps.orders.workflow import BillingStatus, OfficeStatus, Status
from common.api.filters import Amount, Flag, Person, Ref, Several, Until


class OrderFilter(df.FilterSet):
    order_number = df.CharFilter()
    customer = Ref()
    status = Several(choices=Status.choices)
    order_total_min = Amount(field_name="order_total", lookup_expr="gte")
    order_total_max = Amount(field_name="order_total", lookup_expr="lte")
    currency = df.CharFilter()
    credit_term = df.NumberFilter()
    customer_rep = Person()
    created_by = Person()
    approved_by_billing_status = Several(choices=BillingStatus.choices)
    approved_by_billing_user = Person()
    requires_office_approval = Flag()
    approved_by_office_status = Several(choices=OfficeStatus.choices)
    approved_by_office_user = Person()
    created_at_after = df.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_at_before = Until(field_name="created_at")
    applied_at_after = df.IsoDateTimeFilter(field_name="applied_at", lookup_expr="gte")
    applied_at_before = Until(field_name="applied_at")
