from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """What customers owe us, and for what."""

    name = "apps.invoices"
    verbose_name = "Invoices"
