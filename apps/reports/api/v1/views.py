from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import django_filters as df
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.reports.api.v1 import filters
from apps.reports.api.v1.serializers import DashboardAnswer, ReportAnswer, ReportList
from apps.reports.selectors import dashboard, receivables, sales, stock, workshop
from apps.reports.tables import MOST_ROWS, Asked, Report, Table
from common import access
from common.api import exports
from common.api.filters import Filters
from common.api.paging_schema import DeclaredParameters
from common.api.renderers import FileNegotiation
from common.dates import business_date

FILE_FORMAT = OpenApiParameter("file_format", str, enum=["csv", "xlsx"], description="As a file instead.")
REPORTS: list[Report] = []


def asked_by(user: User, values: dict[str, Any], *, most: int = MOST_ROWS) -> Asked:
    """Return the question with what every report needs to know besides."""
    own = user.pk if access.scope_of("reports", user) else None
    return Asked(user=user, values=values, today=business_date(), currency=business().currency, own=own, most=most)


def answer(report: Report, table: Table) -> dict[str, Any]:
    """Return the report as data."""
    return {
        "name": report.name,
        "label": gettext(report.label),
        "asked": table.asked,
        "columns": [asdict(column) for column in table.columns],
        "rows": table.rows,
        "row_count": len(table.rows) if table.row_count is None else table.row_count,
        "totals": table.totals,
        "drill": table.drill,
        "cells": table.cells,
    }


def at(report: Report, declared: type[df.FilterSet]) -> Callable[..., Any]:
    """Make `GET /reports/<name>` of a report, with its filters, as data or as a file."""
    REPORTS.append(report)
    known = Filters(declared, User)

    def handler(self: Any, request: Any, *_: Any, **__: Any) -> Any:
        as_file = "file_format" in request.query_params
        most = exports.MOST_EXPORTED if as_file else MOST_ROWS
        table = report.read(asked_by(request.user, known.parse_alone(request.query_params, request.user), most=most))
        if as_file and (table.row_count or 0) > most:
            raise exports.too_many_rows()
        if as_file:
            columns = {column.key: column.label for column in table.columns}
            words = {column.key for column in table.columns if column.type == "word"}
            return exports.as_file(table.rows, request, name=report.name, columns=columns, words=words)
        return Response(answer(report, table))

    handler.__name__ = report.name.replace("-", "_")
    handler.__doc__ = report.description
    handler.access = report.action  # type: ignore[attr-defined]
    described = extend_schema(
        parameters=[*(_described(name, given) for name, given in known.declared.items()), FILE_FORMAT],
        responses={(200, "application/json"): ReportAnswer} | exports.FILES,
    )
    offered = action(detail=False, methods=["get"], url_path=report.name, content_negotiation_class=FileNegotiation)
    return described(offered(handler))


def _described(name: str, declared: df.Filter) -> OpenApiParameter:
    told = DeclaredParameters._filter(name, declared)
    return OpenApiParameter(name, told["schema"], description=told["description"], explode=told.get("explode"))


class ReportViewSet(GenericViewSet):
    """Figures, each of which opens the rows that add up to it."""

    resource = "reports"
    serializer_class = ReportAnswer
    pagination_class = None
    filter_backends = ()

    inventory_summary = at(stock.INVENTORY_SUMMARY, filters.InventorySummary)
    aging_inventory = at(stock.AGING_INVENTORY, filters.AgingInventory)
    stock_by_status = at(stock.STOCK_BY_STATUS, filters.StockByStatus)
    low_stock = at(stock.LOW_STOCK, filters.LowStock)
    sales_daily = at(sales.SALES_DAILY, filters.Sales)
    sales_by_rep = at(sales.SALES_BY_REP, filters.Sales)
    tenders = at(sales.TENDERS, filters.Tenders)
    receivables_aging = at(receivables.RECEIVABLES_AGING, filters.ReceivablesAging)
    margin_per_device = at(sales.MARGIN_PER_DEVICE, filters.Period)
    preorder_sla = at(sales.PREORDER_SLA, filters.Unfiltered)
    supplier_scorecard = at(stock.SUPPLIER_SCORECARD, filters.Period)
    technician_throughput = at(workshop.TECHNICIAN_THROUGHPUT, filters.Period)

    def access_action(self) -> str | None:
        """Return the action's name in the permission matrix, or None where the method is not offered at all."""
        if self.action is None:
            return None
        return getattr(getattr(self, self.action), "access", self.action)

    @extend_schema(responses=ReportList)
    def list(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return the reports that this user may see."""
        seen = [report for report in REPORTS if access.may(request.user.roles, f"reports.{report.action}")]
        told = [{"name": r.name, "label": gettext(r.label), "description": gettext(r.description)} for r in seen]
        return Response({"results": told})

    @extend_schema(responses=DashboardAnswer)
    @action(detail=False, methods=["get"])
    def dashboard(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return the figures of the Home page: what waits, what today brought, and the state of stock and money."""
        return Response(dashboard.dashboard(asked_by(request.user, {})))
