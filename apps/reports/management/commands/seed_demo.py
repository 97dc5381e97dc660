from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from apps.customers.models import Customer
from apps.inventory.models import Asset, ProductModel
from apps.invoices.models import Invoice
from apps.orders.models import Order
from apps.reports.demo.account import account_events
from apps.reports.demo.files import files_events
from apps.reports.demo.notes import notes_events
from apps.reports.demo.opening import customers_welcomed, shop_opened, staff_hired, views_shared
from apps.reports.demo.orders import order_events
from apps.reports.demo.people import RETAIL, STAFF, WHOLESALE
from apps.reports.demo.sales import sales_events
from apps.reports.demo.shop import in_order
from apps.reports.demo.stock import stock_events
from apps.reports.demo.tills import till_events
from apps.reports.demo.times import Chronicle
from apps.sales_notes.models import CreditNote, DebitNote
from apps.warranty.services import warranties_expire


class Command(BaseCommand):
    """Fills an empty Fettle with a shop in full swing: people, customers, stock in every state, six weeks of sales,
    and debts older than that.

    Always the same story, told as of today and made through the services. It runs on `seed_reference` and in the demo
    alone; where there is business already it does nothing.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo data is only for the demo (settings.DEMO).")
        if Customer.objects.exists() or ProductModel.objects.exists():
            self.stdout.write("There is data already: nothing to seed.")
            return
        stories = (
            stock_events, sales_events, order_events, notes_events, account_events, till_events, files_events,
        )  # fmt: skip
        events = in_order([event for story in stories for event in story()])
        total = len(STAFF) + len(RETAIL) + len(WHOLESALE) + len(events)
        quiet = options["verbosity"] == 0
        with transaction.atomic(), tqdm(total=total, desc="Demo data", unit="", disable=quiet or None) as bar:
            chronicle = Chronicle()
            with chronicle.telling(events[0].instant() - timedelta(days=1)):
                for _ in staff_hired():
                    bar.update()
                shop = shop_opened()
                views_shared(shop)
                for _ in customers_welcomed(shop):
                    bar.update()
            for event in events:
                with chronicle.telling(event.instant()):
                    event.happen(shop)
                bar.update()
            warranties_expire()
            chronicle.settle()
        self.stdout.write(
            f"{len(STAFF)} accounts, {Customer.objects.count()} customers, {Asset.objects.count()} units, "
            f"{Order.objects.count()} orders, {Invoice.objects.count()} invoices, "
            f"{CreditNote.objects.count() + DebitNote.objects.count()} notes."
        )
