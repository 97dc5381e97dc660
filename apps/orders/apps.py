from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Commercial orders."""

    name = "apps.orders"
    verbose_name = "Orders"

    def ready(self) -> None:
        """A customer stays while an order of theirs is live."""
        from apps.customers.services import keep_while
        from apps.orders.selectors import live_orders_of

        keep_while(live_orders_of)
