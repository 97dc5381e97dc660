from django.apps import AppConfig


class WarrantyConfig(AppConfig):
    """Warranties and claims."""

    name = "apps.warranty"
    verbose_name = "Warranty"

    def ready(self) -> None:
        """A unit that is sold gets its warranty in the same transaction."""
        from apps.warranty import services
        from common.events import subscribe

        subscribe("invoices.invoice.issued", services.warranties_issue)
