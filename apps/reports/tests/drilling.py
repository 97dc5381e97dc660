"""Following a figure to the rows that add up to it."""

from decimal import Decimal
from typing import Any

from common.testing.callers import Caller


def rows_of(caller: Caller, drill: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every row of the list that a drill names."""
    answer = caller.ok(caller.get(drill["path"], **(drill["params"] | _size(drill))))
    rows = answer.get("results", answer.get("rows"))
    while answer.get("next"):
        answer = caller.ok(caller.get(drill["path"], **drill["params"], **_size(drill), cursor=answer["next"]))
        rows += answer["results"]
    return rows


def _size(drill: dict[str, Any]) -> dict[str, Any]:
    return {} if drill["path"].startswith("reports/") else {"page_size": 200}


def worth(caller: Caller, drill: dict[str, Any], adds: str) -> Decimal:
    """Return what the rows of a drill add up to."""
    rows = rows_of(caller, drill)
    return Decimal(len(rows)) if adds == "count" else sum((Decimal(row[adds]) for row in rows), Decimal(0))


def untrue(caller: Caller, report: dict[str, Any]) -> list[str]:
    """Return every figure of a report that the rows behind it do not add up to; totals included."""
    wrong = []
    whole = report["totals"] | {"drill": report["drill"], "cells": report["cells"]}
    for i, row in enumerate([*report["rows"], whole]):
        for column in report["columns"]:
            drill = row.get("cells", {}).get(column["key"]) or row["drill"]
            if column["adds"] and drill and column["key"] in row:
                found = worth(caller, drill, column["adds"])
                if found != Decimal(row[column["key"]]):
                    wrong.append(f"row {i} {column['key']}: {row[column['key']]}, its rows {found} {drill}")
    return wrong
