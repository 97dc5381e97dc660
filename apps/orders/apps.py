from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Commercial orders."""

    name = "apps.orders"
    verbose_name = "Orders"
