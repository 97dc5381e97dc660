from typing import Any

from apps.orders import approvals, services
from apps.orders.api.v1.filters import OrderFilter
from apps.orders.api.v1.serializers import OrderInput, OrderSerializer, Stalled
from apps.orders.models import Order
from apps.orders.stalls import stalled_by
from apps.orders.workflow import ORDER
from common.api.documents import Documents, Reason, step
from common.api.search import Search
from common.api.views import Creates, Deletes, Edits

Facts = dict[str, Any]


def seen(order: Order) -> Order:
    """Return the order such that a step refuses it (stale) once it has changed since it was read."""
    if order.expected_version is None:
        order.expected_version = order.version
    return order


class Orders(Creates, Edits, Deletes, Documents):
    """What customers asked for and we agreed to. The app that invoices them gives it its address."""

    workflow = ORDER
    sensitive = True
    serializer_class = OrderSerializer
    create_input = update_input = OrderInput
    filterset_class = OrderFilter
    search = Search(
        texts=("order_number", "customer__full_name", "customer__business_name"),
        phones=("customer__phone", "customer__alternate_phone"),
    )
    orderings = {
        name: name
        for name in (
            "order_number", "order_total", "status", "credit_term", "approved_by_billing_status",
            "approved_by_office_status", "applied_at", "created_at", "updated_at",
        )
    }  # fmt: skip

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Draft the order."""
        return services.order_create(actor=actor, **facts)

    def update_row(self, row: Order, actor: Any, facts: Facts) -> None:
        """Change the order."""
        services.order_update(order=row, actor=actor, **facts)

    def delete_row(self, row: Order, actor: Any) -> None:
        """Mark the draft deleted."""
        services.order_delete(order=row, actor=actor)

    @step()
    def send(self, order: Order, actor: Any, facts: Facts) -> None:
        """Send the order to the customer."""
        services.order_send(order=order, actor=actor)

    @step()
    def approve(self, order: Order, actor: Any, facts: Facts) -> None:
        """Approve the order for billing; whether the office must approve too is computed anew."""
        approvals.order_approve(order=seen(order), actor=actor)

    @step(input=Reason, adds={"stalls": Stalled(many=True)})
    def hold(self, order: Order, actor: Any, facts: Facts) -> dict[str, Any]:
        """Hold the order; answers what stands still meanwhile."""
        return {"stalls": stalled_by(approvals.order_hold(order=order, actor=actor, **facts))}

    @step()
    def office_approve(self, order: Order, actor: Any, facts: Facts) -> None:
        """Approve for the office what billing approved."""
        approvals.order_office_approve(order=seen(order), actor=actor)

    @step(input=Reason)
    def office_reject(self, order: Order, actor: Any, facts: Facts) -> None:
        """Refuse the order for the office."""
        approvals.order_office_reject(order=order, actor=actor, **facts)

    @step(input=Reason)
    def cancel(self, order: Order, actor: Any, facts: Facts) -> None:
        """Cancel the order."""
        services.order_cancel(order=order, actor=actor, **facts)
