"""What invoices tell of the warranties that came with their units."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.inventory.tests.factories import ready
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft
from apps.warranty.models import Warranty

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(people):
    """A sale of two devices."""
    lines = ({"kind": "asset", "asset": unit.pk} for unit in ready(people, 2))
    return invoice_issue(invoice=make_draft(people, *lines), actor=people["sales"])


def test_an_invoice_tells_its_warranties_as_their_own_address_shows_them(as_, people, invoice):
    other = make_draft(people, {"kind": "asset", "asset": ready(people)[0].pk})
    invoice_issue(invoice=other, actor=people["sales"])
    bench = as_("technician")
    told = bench.ok(bench.get(f"invoices/{invoice.pk}/related"))
    mine = Warranty.objects.filter(invoice=invoice).order_by("pk")
    assert [row["id"] for row in told["warranties"]] == [warranty.pk for warranty in mine]
    assert len(mine) == 2
    # Whoever may not see what settled a sale is not told that it was settled by nothing.
    assert told.keys() == {"warranties"}
    shown = bench.ok(bench.get(f"warranties/{mine[0].pk}"))
    assert told["warranties"][0] == {name: shown[name] for name in told["warranties"][0]}


def test_however_many_warranties_there_are_they_cost_the_same(as_, people, invoice):
    single = make_draft(people, {"kind": "asset", "asset": ready(people)[0].pk})
    invoice_issue(invoice=single, actor=people["sales"])
    told = {}
    for one in (single, invoice):
        with CaptureQueriesContext(connection) as statements:
            as_("sales").get(f"invoices/{one.pk}/related")
        told[one.pk] = len(statements)
    assert told[single.pk] == told[invoice.pk]


def test_those_who_see_the_whole_sale_are_told_every_part(as_, people, invoice):
    told = as_("sales").ok(as_("sales").get(f"invoices/{invoice.pk}/related"))
    assert (told["settled_by"], told["notes"], len(told["warranties"])) == ([], [], 2)
