from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """What customers owe us, and for what."""

    name = "apps.invoices"
    verbose_name = "Invoices"

    def ready(self) -> None:
        """Passports tell of sales; who owes stays; what is invoiced counts as owed; orders follow their invoices."""
        from apps.customers.exposure import overdue_by, owes
        from apps.customers.services import keep_while
        from apps.inventory.passport import contribute, contribute_costs
        from apps.invoices import exposure, order_links, passport, selectors
        from apps.orders.stalls import stalls_with
        from common.events import subscribe

        contribute(passport.sales)
        contribute_costs(passport.revenue)
        keep_while(selectors.live_invoices_of)
        owes("invoices", exposure.open_invoices)
        owes("orders", exposure.unbilled_orders)
        overdue_by(exposure.overdue_invoices)
        stalls_with(order_links.stalled_by_order)
        for event in ("paid", "reopened", "withdrawn"):
            subscribe(f"invoices.invoice.{event}", order_links.order_follow)
