"""What reports look like."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from common.api.fields import Money


class DrillSerializer(serializers.Serializer):
    """An API list whose rows add up to a figure: `GET /api/v1/<path>?<params>`."""

    path = serializers.CharField()
    params = serializers.DictField()


class ReportEntry(serializers.Serializer):
    """A report that one may see."""

    name = serializers.CharField()
    label = serializers.CharField()
    description = serializers.CharField()


@extend_schema_serializer(many=False)
class ReportList(serializers.Serializer):
    """The reports that one may see."""

    results = ReportEntry(many=True)


class ColumnSerializer(serializers.Serializer):
    """A column: `adds` is `count`, or the field of the drill's rows whose sum is the figure, or empty."""

    key = serializers.CharField()
    label = serializers.CharField()
    type = serializers.ChoiceField(["text", "word", "integer", "number", "money", "percent", "date", "boolean"])
    adds = serializers.CharField(allow_blank=True)


class ReportAnswer(serializers.Serializer):
    """A report. Each row has a value per column, its `drill`, and under `cells` the drill of narrower figures."""

    name = serializers.CharField()
    label = serializers.CharField()
    asked = serializers.DictField(help_text="The filters as they were understood, defaults included.")
    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(child=serializers.DictField(), help_text="At most 1,000; totals are over all.")
    row_count = serializers.IntegerField()
    totals = serializers.DictField()
    drill = DrillSerializer(allow_null=True)
    cells = serializers.DictField(child=DrillSerializer())


class CountFigure(serializers.Serializer):
    """How many, and which."""

    key = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    drill = DrillSerializer()


class AmountFigure(serializers.Serializer):
    """How much, and of what."""

    key = serializers.CharField()
    label = serializers.CharField()
    total = Money()
    drill = DrillSerializer()


class SalesFigure(serializers.Serializer):
    """How many sales, and how much they come to."""

    count = serializers.IntegerField()
    total = Money()
    drill = DrillSerializer()


class TypedSalesFigure(SalesFigure):
    """The sales to one type of customer."""

    key = serializers.CharField()
    label = serializers.CharField()


class SalesToday(SalesFigure):
    """Today's paid sales, and beside them those not yet paid."""

    by_customer_type = TypedSalesFigure(many=True)
    unpaid = SalesFigure()


class SalesOfDay(serializers.Serializer):
    """A day's issued sales by type of customer."""

    date = serializers.DateField()
    retail = Money()
    wholesale = Money()
    walk_in = Money()
    drill = DrillSerializer()


class DashboardAnswer(serializers.Serializer):
    """The Home page's figures; a part that one may not see is null. Amounts in the business's currency."""

    date = serializers.DateField()
    currency = serializers.CharField()
    queues = CountFigure(many=True)
    today = SalesToday(allow_null=True)
    tenders = AmountFigure(many=True, allow_null=True)
    series = SalesOfDay(many=True, allow_null=True)
    stock_by_status = CountFigure(many=True, allow_null=True)
    ageing = CountFigure(many=True, allow_null=True)
    receivables = AmountFigure(many=True, allow_null=True)
