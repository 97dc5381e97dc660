"""Answers that are files come whatever type the client names, and their refusals are JSON all the same."""

import pytest

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]

FILES = {
    "invoices/{invoice}/pdf": "application/pdf",
    "assets/{asset}/passport-pdf": "application/pdf",
    "assets/labels?ids={asset}": "application/pdf",
    "assets/export?file_format=csv": "text/csv",
}


@pytest.fixture
def ids():
    from apps.inventory.models import Asset
    from apps.invoices.models import Invoice

    return {"invoice": Invoice.objects.latest("pk").pk, "asset": Asset.objects.latest("pk").pk}


@pytest.mark.parametrize("path", FILES)
def test_a_file_comes_to_whoever_asks_for_its_type(as_, ids, path):
    answer = as_("manager").call("GET", path.format(**ids), Accept=FILES[path])
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, FILES[path])


def test_a_refusal_of_a_file_is_json(as_, ids):
    answer = as_("manager").call("GET", "invoices/4611686018427387904/pdf", Accept="application/pdf")
    assert (answer.status, answer.codes) == (404, ["not_found"])
