from typing import Any

from apps.orders import services
from apps.orders.api.v1.filters import OrderFilter
from apps.orders.api.v1.serializers import OrderChanges, OrderInput, OrderSerializer
from apps.orders.models import Order
from apps.orders.workflow import ORDER
from common.api.search import Search
from common.api.views import Creates, Deletes, Documents, Edits, Reason, step

Facts = dict[str, Any]


class OrderViewSet(Creates, Edits, Deletes, Documents):
    """What customers asked for and we agreed to."""

    resource = "orders"
    workflow = ORDER
    serializer_class = OrderSerializer
    create_input = OrderInput
    update_input = OrderChanges
    filterset_class = OrderFilter
    search = Search(
        texts=("order_number", "customer__full_name", "customer__business_name"),
        phones=("customer__phone", "customer__alternate_phone"),
    )
    orderings = {name: name for name in ("order_number", "order_total", "status", "created_at", "updated_at")}

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Draft the order."""
        return services.order_create(actor=actor, **facts)

    def update_row(self, row: Order, actor: Any, facts: Facts) -> None:
        """Change the draft."""
        services.order_update(order=row, actor=actor, **facts)

    def delete_row(self, row: Order, actor: Any) -> None:
        """Mark the draft deleted."""
        services.order_delete(order=row, actor=actor)

    @step()
    def send(self, order: Order, actor: Any, facts: Facts) -> None:
        """Send the order to the customer; from now on it does not change."""
        services.order_send(order=order, actor=actor)

    @step(input=Reason)
    def cancel(self, order: Order, actor: Any, facts: Facts) -> None:
        """Cancel the order."""
        services.order_cancel(order=order, actor=actor, **facts)
