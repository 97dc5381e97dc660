from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The one place where balances change."""

    name = "apps.ledger"
