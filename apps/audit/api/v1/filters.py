"""By what the trail is filtered."""

import django_filters as df

from common.api.filters import Person, Ref, Until


class AuditEventFilter(df.FilterSet):
    object_type = df.CharFilter()
    object_id = Ref()
    actor = Person()
    action = df.CharFilter()
    door = df.CharFilter()
    request_id = df.CharFilter()
    at_after = df.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    at_before = Until(field_name="at")


class ReadEventFilter(df.FilterSet):
    actor = Person()
    # How it begins: the name of the list, as in `customers`.
    what = df.CharFilter(lookup_expr="istartswith")
    request_id = df.CharFilter()
    at_after = df.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    at_before = Until(field_name="at")
