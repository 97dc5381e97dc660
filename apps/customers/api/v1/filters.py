"""By what customers are filtered."""

from typing import Any

import django_filters as df
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.customers.models import Customer
from common.api.filters import Amount, AnyCase, Flag, Person, Ref, Several, Until
from common.db.lookups import national


class _PhoneField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        digits = national(text)
        if text and not digits:
            raise ValidationError(_("Give the digits of a phone number."))
        return digits


class Phone(df.Filter):
    """A phone number in any spelling: +233 20 123 4567 and 0201234567 are one."""

    field_class = _PhoneField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lookup_expr="endswith", **kwargs)


class LeadSourceFilter(df.FilterSet):
    source_name = df.CharFilter()
    is_active = Flag()


class CustomerFilter(df.FilterSet):
    customer_type = Several(choices=Customer.Type.choices)
    full_name = AnyCase()
    business_name = AnyCase()
    email = AnyCase()
    phone = Phone(field_name="phone_digits")
    alternate_phone = Phone(field_name="alternate_phone_digits")
    city = AnyCase()
    region = AnyCase()
    lead_source = Ref()
    customer_rep = Person()
    currency = df.CharFilter()
    account_hold = Flag()
    credit_limit_min = Amount(field_name="credit_limit", lookup_expr="gte")
    credit_limit_max = Amount(field_name="credit_limit", lookup_expr="lte")
    credit_term_days = df.NumberFilter()
    created_at_after = df.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_at_before = Until(field_name="created_at")
