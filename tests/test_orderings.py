"""Keyset pages show every row once, in every order that a list offers."""

import pytest

from common.testing.callers import Caller
from tests.addresses import view_sets

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]
ORDERS = [(view, sign + name) for view in view_sets() for name in sorted(view._reader.orderings) for sign in ("", "-")]


@pytest.mark.parametrize(("view", "ordering"), ORDERS, ids=lambda value: getattr(value, "resource", value))
def test_every_row_comes_once_on_the_way_there_and_back(view, ordering, people):
    caller = Caller(people["admin"])
    there, last = walked(caller, view.resource, ordering, "next")
    assert sorted(there) == sorted(view._reader.scoped(people["admin"]).values_list("pk", flat=True))
    back, _ = walked(caller, view.resource, ordering, "previous", last) if last else ([], "")
    assert list(reversed(back)) == there[:-1]


def walked(caller: Caller, resource: str, ordering: str, way: str, cursor: str = "") -> tuple[list[int], str]:
    """Walk page by page, one row each; return the ids and the cursor back from the last page."""
    ids: list[int] = []
    back = ""
    while True:
        query = {"ordering": ordering, "page_size": 1} | ({"cursor": cursor} if cursor else {})
        page = caller.ok(caller.get(resource, **query))
        ids += [row["id"] for row in page["results"]]
        assert len(ids) <= 200, "it walks in a circle"
        back = page["previous"] if way == "next" else page["next"]
        if not page[way]:
            return ids, back
        cursor = page[way]
