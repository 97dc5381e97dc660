"""By what notes are filtered: every field that seed 3 marks so."""

import django_filters as df

from apps.sales_notes.workflow import Origin, Status
from common.api.filters import Amount, AnyCase, Flag, Person, Ref, Several, Until


class NoteFilter(df.FilterSet):
    number = df.NumberFilter()
    readable_number = AnyCase()
    customer = Ref()
    customer_rep = Person()
    created_by = Person()
    status = Several(choices=Status.choices)
    archived = Flag()
    created_at_after = df.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_at_before = Until(field_name="created_at")
    applied_at_after = df.IsoDateTimeFilter(field_name="applied_at", lookup_expr="gte")
    applied_at_before = Until(field_name="applied_at")
    approved_by_billing_user = Person()
    approved_by_office_user = Person()
    to_sign = Flag(field_name="approved_by_billing_user", lookup_expr="isnull")
    currency = df.CharFilter()
    total_min = Amount(field_name="total", lookup_expr="gte")
    total_max = Amount(field_name="total", lookup_expr="lte")
    balance_min = Amount(field_name="balance", lookup_expr="gte")
    balance_max = Amount(field_name="balance", lookup_expr="lte")
    public_notes = df.CharFilter(lookup_expr="icontains")
    origin = Several(choices=Origin.choices)
    origin_id = Ref()
    invoice = Ref()
