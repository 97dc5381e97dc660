from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Who the business deals with."""

    name = "apps.customers"
    verbose_name = "Customers"
