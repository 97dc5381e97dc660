"""What the bench got done."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.inventory.models import DiagnosticsResult
from apps.inventory.workflow import Status
from apps.reports.tables import Asked, Column, Drill, Report, Table, instants, listed, percent, summed
from common.db.sql import fetch

FAILED = [DiagnosticsResult.Result.FAIL.value]

DONE = """
    SELECT u.id AS technician_id, u.full_name AS technician, sum(tests) AS diagnostics, sum(fails) AS failed,
           sum(wipes) AS wipes, sum(passes) AS qc_passed
    FROM (
        SELECT technician_id AS who, count(*) AS tests, count(*) FILTER (WHERE overall_result = 'Fail') AS fails,
               0 AS wipes, 0 AS passes
        FROM inventory_diagnosticsresult WHERE diagnostic_date BETWEEN %(first)s AND %(last)s GROUP BY 1
        UNION ALL
        SELECT technician_id, 0, 0, count(*), 0
        FROM inventory_wipecertificate WHERE wipe_date BETWEEN %(first)s AND %(last)s GROUP BY 1
        UNION ALL
        SELECT moved_by_id, 0, 0, 0, count(*)
        FROM inventory_inventorymovement
        WHERE from_status = 'QC Pending' AND to_status = 'Ready for Sale' AND created_at BETWEEN %(began)s AND %(ended)s
        GROUP BY 1
    ) work JOIN accounts_user u ON u.id = work.who
    GROUP BY u.id, u.full_name ORDER BY diagnostics DESC, u.id
"""


def technician_throughput(asked: Asked) -> Table:
    """Per person in the period: units diagnosed, of those failed, wiped, and passed by QC."""
    first, last = asked.period(30)
    began, ended = instants(first, last)
    rows = fetch(DONE, {"first": first, "last": last, "began": began, "ended": ended})
    for row in rows:
        row["cells"] = _lists(first, last, row.pop("technician_id"))
        row["drill"] = row["cells"]["diagnostics"]
        row["fail_rate"] = percent(row["failed"], row["diagnostics"])
        row |= {key: int(row[key]) for key in ("diagnostics", "failed", "wipes", "qc_passed")}
    count: dict[str, str] = {"type": "integer", "adds": "count"}
    columns = [
        Column("technician", _("Technician")),
        Column("diagnostics", _("Diagnosed"), **count),
        Column("failed", _("Of those failed"), **count),
        Column("fail_rate", _("Fail rate, %"), "percent"),
        Column("wipes", _("Wiped"), **count),
        Column("qc_passed", _("Passed QC"), **count),
    ]
    cells, totals = _lists(first, last, None), summed(columns, rows)
    return Table(
        columns=columns,
        rows=rows,
        drill=cells["diagnostics"],
        cells=cells,
        totals=totals | {"fail_rate": percent(totals["failed"], totals["diagnostics"])},
        asked={"date_after": first, "date_before": last},
    )


def _lists(first: date, last: date, technician: int | None) -> dict[str, Drill]:
    tests: dict[str, Any] = {
        "technician": technician,
        "diagnostic_date_after": first,
        "diagnostic_date_before": last,
    }
    began, ended = instants(first, last)
    return {
        "diagnostics": listed("diagnostics", **tests),
        "failed": listed("diagnostics", overall_result=FAILED, **tests),
        "wipes": listed("wipe-certificates", technician=technician, wipe_date_after=first, wipe_date_before=last),
        "qc_passed": listed(
            "inventory-movements",
            moved_by=technician,
            from_status=[Status.QC_PENDING.value],
            to_status=[Status.READY_FOR_SALE.value],
            created_at_after=began.isoformat(),
            created_at_before=ended.isoformat(),
        ),
    }


TECHNICIAN_THROUGHPUT = Report(
    name="technician-throughput",
    label=gettext_noop("Technician throughput"),
    description=gettext_noop("Units diagnosed, wiped and passed by QC per technician."),
    read=technician_throughput,
)
