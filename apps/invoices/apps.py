from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """What customers owe us, and for what."""

    name = "apps.invoices"
    verbose_name = "Invoices"

    def ready(self) -> None:
        """A unit's passport tells its sales; a customer with open invoices stays; what is invoiced is owed."""
        from apps.customers.exposure import overdue_by, owes
        from apps.customers.services import keep_while
        from apps.inventory.passport import contribute, contribute_costs
        from apps.invoices import exposure, passport, selectors

        contribute(passport.sales)
        contribute_costs(passport.revenue)
        keep_while(selectors.live_invoices_of)
        owes("invoices", exposure.open_invoices)
        owes("orders", exposure.unbilled_orders)
        overdue_by(exposure.overdue_invoices)
