"""Sentences that are kept in English and told in the reader's language."""

from decimal import Decimal

import pytest
from django.utils import translation

from apps.invoices import order_links, services
from apps.orders import services as orders
from apps.sales_notes import services as notes
from common.kept import Kept, read_back

TOTAL = orders.TOTAL.say(before=Decimal(1500), after=Decimal("12000.5"), currency="GHS")


def test_what_is_kept_is_english_whoever_acts():
    with translation.override("da"):
        assert services.SOLD.say(invoice="INV-000012") == "Sold on INV-000012"
        assert orders.TOTAL.say(before=Decimal(1500), after=Decimal("12000.5"), currency="GHS") == TOTAL
    assert TOTAL == "Total went from 1,500.00 to 12,000.50 GHS"


@pytest.mark.parametrize(
    ("kept", "danish"),
    [
        (services.SOLD.say(invoice="INV-000012"), "Solgt på INV-000012"),
        (services.PUT_ON.say(), "Sat på en fakturakladde"),
        (TOTAL, "Totalen gik fra 1.500,00 til 12.000,50 GHS"),
        (f"{TOTAL}; {orders.LINES_CHANGED.say()}", "Totalen gik fra 1.500,00 til 12.000,50 GHS; Linjerne blev ændret"),
        (
            "Its total of 20,500.00 GHS is above 20,000.00. 9.50 GHS of invoices are overdue.",
            "Dens total på 20.500,00 GHS er over 20.000,00. Fakturaer for 9,50 GHS er forfaldne.",
        ),
        (
            order_links.UNDONE.say(invoice="INV-1", reason=notes.VOIDED.say(note="CN-000002")),
            "INV-1 blev ført tilbage: Makuleret af CN-000002",
        ),
        (
            notes.VOID.say(invoice="INV-1", reason="Too dear; late. Sold"),
            "Makulering af faktura INV-1: Too dear; late. Sold",
        ),
    ],
)
def test_it_is_told_in_the_language_of_whoever_reads(kept, danish):
    assert read_back(kept) == kept
    with translation.override("da"):
        assert read_back(kept) == danish


@pytest.mark.parametrize("typed", ["", "Sold on", "The whole delivery was cancelled", "Was sold on INV-1", "50% off"])
def test_what_a_person_wrote_stands(typed):
    with translation.override("da"):
        assert read_back(typed) == typed


@pytest.mark.parametrize("kept", Kept.every, ids=lambda kept: kept.text)
def test_every_sentence_is_found_again_and_no_other_in_its_place(kept):
    facts = dict.fromkeys(kept.pattern.groupindex, "9")
    assert [one.text for one in Kept.every if one.pattern.fullmatch(kept.say(**facts))] == [kept.text]
