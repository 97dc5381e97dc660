"""Keyset pages show every row once, in every order that a list offers."""

from typing import Any

import pytest

from common.testing.callers import Caller
from tests.addresses import view_sets

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]
ORDERS = [(view, sign + name) for view in view_sets() for name in sorted(view._reader.orderings) for sign in ("", "-")]


@pytest.mark.parametrize(("view", "ordering"), ORDERS, ids=lambda value: getattr(value, "resource", value))
def test_every_row_comes_once_on_the_way_there_and_back(view, ordering, people):
    caller = Caller(people["admin"])
    known = sorted(view._reader.scoped(people["admin"]).values_list("pk", flat=True))
    query = {"ordering": ordering, "page_size": max(1, len(known) // 8)}
    there = walked(caller, view.resource, query, "next")
    assert sorted(pk for page in there for pk in page["ids"]) == known
    back = walked(caller, view.resource, query | {"cursor": there[-1]["previous"]}, "previous") if there[1:] else []
    assert [page["ids"] for page in reversed(back)] == [page["ids"] for page in there[:-1]]


def walked(caller: Caller, resource: str, query: dict[str, Any], way: str) -> list[dict[str, Any]]:
    """Walk page by page; return the ids of each page, and where it leads."""
    pages: list[dict[str, Any]] = []
    while len(pages) < 50:
        page = caller.ok(caller.get(resource, **query))
        pages.append({"ids": [row["id"] for row in page["results"]], "previous": page["previous"]})
        if not page[way]:
            return pages
        query = query | {"cursor": page[way]}
    raise AssertionError("It walks in a circle.")
