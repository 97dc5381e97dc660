from django.apps import AppConfig


class WarrantyConfig(AppConfig):
    """Warranties and claims."""

    name = "apps.warranty"
    verbose_name = "Warranty"

    def ready(self) -> None:
        """A unit that is sold gets its warranty in the same transaction, and loses it when the sale is undone."""
        from apps.inventory.passport import contribute
        from apps.warranty import passport, services
        from common.events import subscribe

        subscribe("invoices.invoice.issued", services.warranties_issue)
        subscribe("invoices.invoice.withdrawn", services.warranties_void)
        contribute(passport.warranties)
