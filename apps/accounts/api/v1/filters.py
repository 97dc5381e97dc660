"""By what people, tokens and saved views are filtered."""

import django_filters as df

from apps.accounts.models import ApiToken
from apps.accounts.roles import ROLES
from common.api.filters import Flag, Person, Several, Until


class UserFilter(df.FilterSet):
    role = Several(choices=[(name, name) for name in ROLES])
    is_active = Flag()
    username = df.CharFilter(lookup_expr="iexact")
    email = df.CharFilter(lookup_expr="iexact")
    full_name = df.CharFilter()
    phone = df.CharFilter()
    created_at_after = df.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_at_before = Until(field_name="created_at")


class TokenFilter(df.FilterSet):
    user = Person()
    scope = Several(choices=ApiToken.Scope.choices)
    name = df.CharFilter()


class SavedViewFilter(df.FilterSet):
    list = df.CharFilter()
    user = Person()
    shared = Flag()


class SettingsFilter(df.FilterSet):
    """There is one row: nothing to filter."""
