"""What an order is made of."""

from apps.inventory.lines import Shape
from apps.inventory.models import BulkStock, ProductModel
from apps.orders.models import OrderLine

LINES = Shape(OrderLine, {"product_model": ProductModel, "bulk_stock": BulkStock})
