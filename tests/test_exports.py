"""Chosen rows of every list, as a page and as a file."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from common.testing.callers import Answer, Caller
from common.texts import in_words
from tests.addresses import view_sets
from tests.bad_input.catalogue import refused, written

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]
# A CSV file is headed by the names that the API has, a workbook by words.
HEADINGS: dict[str, Any] = {"csv": list, "xlsx": lambda names: [in_words(name) for name in names]}
EVERY = pytest.mark.parametrize("view", view_sets(), ids=lambda view: view.resource)


@pytest.fixture
def admin(people) -> Caller:
    return Caller(people["admin"])


def of_csv(answer: Answer) -> list[list[str]]:
    assert answer.status == 200, answer
    return list(csv.reader(io.StringIO(answer.raw.decode())))


def of_xlsx(answer: Answer) -> list[list[Any]]:
    assert answer.status == 200, answer
    return [list(row) for row in load_workbook(io.BytesIO(answer.raw)).active.iter_rows(values_only=True)]


def ids_of(view: Any, user: Any) -> list[int]:
    return sorted(view._reader.scoped(user).values_list("pk", flat=True))


@EVERY
def test_a_list_is_narrowed_to_the_rows_named_by_id(view, admin):
    known = ids_of(view, admin.user)
    chosen = [known[0], known[-1]]
    shown = admin.ok(admin.get(view.resource, id=[*chosen, 999_999_999]))
    assert sorted(row["id"] for row in shown["results"]) == sorted(set(chosen))
    assert (shown["count"], shown["count_is_exact"]) == (len(set(chosen)), True)


@EVERY
def test_chosen_rows_are_taken_as_csv_and_xlsx(view, admin):
    chosen = sorted({ids_of(view, admin.user)[0], ids_of(view, admin.user)[-1]})
    columns = list(view.serializer_class().fields)
    for file_format, read in (("csv", of_csv), ("xlsx", of_xlsx)):
        header, *rows = read(admin.get(f"{view.resource}/export", file_format=file_format, id=chosen))
        assert header == HEADINGS[file_format](columns)
        assert sorted(int(row[columns.index("id")]) for row in rows) == chosen


@EVERY
def test_an_empty_file_still_has_its_header(view, admin):
    columns = list(view.serializer_class().fields)
    for file_format, read in (("csv", of_csv), ("xlsx", of_xlsx)):
        answer = admin.get(f"{view.resource}/export", file_format=file_format, id=999_999_999)
        assert read(answer) == [HEADINGS[file_format](columns)]


def test_a_file_has_no_column_that_the_role_may_not_see(people):
    header, *rows = of_csv(Caller(people["technician"]).get("assets/export", file_format="csv"))
    assert rows
    assert {"purchase_cost", "landed_cost"}.isdisjoint(header)
    assert "serial_number" in header


def test_rows_out_of_scope_are_not_taken_by_their_id(people, admin):
    view = next(view for view in view_sets() if view.resource == "customers")
    reps = people["remote_sales"]
    foreign = sorted(set(ids_of(view, admin.user)) - set(ids_of(view, reps)))
    assert foreign
    assert of_csv(Caller(reps).get("customers/export", file_format="csv", id=foreign)) == [
        list(view.serializer_class().fields)
    ]


@pytest.mark.parametrize(
    "ids", [["x"], [""], ["0"], ["-1"], ["1.5"], ["١"], [str(2**63)], ["1", "x"], ["1"] * 201], ids=lambda ids: ids[0]
)
@pytest.mark.parametrize("path", ["assets?", "assets/export?file_format=csv&"])
def test_ids_that_are_none_are_refused(path, ids, admin):
    answer = admin.get(path + "&".join(f"id={one}" for one in ids))
    assert (answer.status, answer.attrs) == (400, ["id"])
    assert admin.ok(admin.get("read-events"))["count"] == 1, "nothing was taken, and the world has one reading"


def test_a_file_never_ends_before_its_list(admin, monkeypatch):
    shown = admin.ok(admin.get("inventory-movements"))["count"]
    monkeypatch.setattr("common.api.exports.MOST_EXPORTED", shown)
    assert len(of_csv(admin.get("inventory-movements/export", file_format="csv"))) == shown + 1
    monkeypatch.setattr("common.api.exports.MOST_EXPORTED", shown - 1)
    before = written()
    for file_format in ("csv", "xlsx"):
        answer = admin.get("inventory-movements/export", file_format=file_format)
        refused(answer, 413, "too_large", attr=None)
        assert answer.json["errors"][0]["detail"] == (
            f"This has more than {shown - 1} rows: filter it, and take it in parts."
        )
    assert written() == before
    fewer = admin.get("inventory-movements/export", file_format="csv", to_status="Sold")
    assert 1 < len(of_csv(fewer)) <= shown


def test_a_search_and_a_scope_that_leave_too_many_rows_are_refused_too(people, monkeypatch):
    monkeypatch.setattr("common.api.exports.MOST_EXPORTED", 1)
    sales = Caller(people["sales"])
    refused(sales.get("assets/export", file_format="csv", search="SN0"), 413, "too_large", attr=None)
    refused(sales.get("till-sessions/export", file_format="csv"), 413, "too_large", attr=None)


def test_a_report_that_has_more_rows_than_a_file_is_refused(admin, monkeypatch):
    monkeypatch.setattr("common.api.exports.MOST_EXPORTED", 1)
    refused(admin.get("reports/aging-inventory", file_format="csv"), 413, "too_large", attr=None)
    assert admin.get("reports/aging-inventory").status == 200
