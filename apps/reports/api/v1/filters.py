"""By what reports are filtered."""

import django_filters as df

from apps.inventory.models import ProductModel
from apps.payments.models import Payment
from apps.payments.receivables import PARTS
from apps.reports.selectors.stock import AGEING, BUCKETS
from common.api.filters import Flag, Person, Ref, Several

CATEGORIES = ProductModel.Category.choices


class Period(df.FilterSet):
    """Business days, both included."""

    date_after = df.DateFilter(help_text="The first day; by default thirty days up to the last one.")
    date_before = df.DateFilter(help_text="The last day; today by default.")


class Sales(Period):
    currency = df.CharFilter(help_text="The business's own by default: two currencies are never added up.")


class Tenders(Sales):
    payment_method = Several(choices=Payment.Method.choices)
    received_by = Person()


class InventorySummary(df.FilterSet):
    category = Several(choices=CATEGORIES)
    brand = df.CharFilter()
    model_name = df.CharFilter()


class AgingInventory(df.FilterSet):
    brand = df.CharFilter()
    model_name = df.CharFilter()
    status = Several(choices=[(status.value, status.value) for status in AGEING])
    aging_bucket = df.ChoiceFilter(choices=[(label, label) for _, label, *_ in BUCKETS])


class StockByStatus(df.FilterSet):
    location = Ref()
    category = Several(choices=CATEGORIES)


class LowStock(df.FilterSet):
    category = df.CharFilter()
    location = Ref()
    supplier = df.CharFilter()


class ReceivablesAging(df.FilterSet):
    as_of = df.DateFilter(help_text="The end of that day, from the ledger; now by default.")
    by = df.ChoiceFilter(choices=[("document", "document")], help_text="`document`: open documents one by one.")
    customer = Ref(help_text="This customer's open documents one by one.")
    walk_in = Flag(help_text="Only, or without, what passers-by owe.")
    bucket = df.ChoiceFilter(choices=[(part, part) for part in PARTS], help_text="Only what is in this column.")
    currency = df.CharFilter(help_text="The business's own by default: two currencies are never added up.")


class Unfiltered(df.FilterSet):
    """A report that takes no filter."""
