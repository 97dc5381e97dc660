"""What the database holds of an invoice: its lines once it is issued, and its bounds within the order that it bills."""

import pgtrigger

# What of a line moves after the issue: pieces come back, and a line of an order that no longer exists is let go.
_MOVING = "'{released_at,returned_quantity,version,updated_at}'::text[]"


def frozen_lines() -> pgtrigger.Trigger:
    """The lines of an issued invoice stay as they are; one that ended forgets a line of the order that is gone."""
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("parent", "text"), ("moving", "text[]")],
        func=f"""
            SELECT status INTO parent FROM invoices_invoice
             WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.invoice_id ELSE NEW.invoice_id END;
            moving = {_MOVING};
            IF TG_OP = 'UPDATE' AND parent IN ('Cancelled', 'Refunded') AND NEW.order_line_id IS NULL THEN
                moving = moving || 'order_line_id'::text;
            END IF;
            IF parent <> 'Draft' AND (TG_OP <> 'UPDATE' OR
               (to_jsonb(OLD) - moving) IS DISTINCT FROM (to_jsonb(NEW) - moving)) THEN
                RAISE EXCEPTION 'The lines of an issued invoice never change.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def order_released() -> pgtrigger.Trigger:
    """An invoice of an order is issued only once the order is sent and approved, and only to the order's customer."""
    return pgtrigger.Trigger(
        name="order_released",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        condition=pgtrigger.Condition("OLD.status = 'Draft' AND NEW.status = 'Sent' AND NEW.order_id IS NOT NULL"),
        func="""
            IF NOT EXISTS (SELECT FROM orders_order
                           WHERE id = NEW.order_id AND status = 'sent' AND applied_at IS NOT NULL
                             AND customer_id = NEW.customer_id) THEN
                RAISE EXCEPTION 'Its order is not sent, still waits for approval, or is another customer''s.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_transitions';
            END IF;
            RETURN NEW;
        """,
    )


def within_order() -> pgtrigger.Trigger:
    """What is drafted and issued of an order never comes to more than the order, net."""
    return pgtrigger.Trigger(
        name="within_order",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("subtotal", "order_id", "status"),
        condition=pgtrigger.Condition("NEW.order_id IS NOT NULL AND NEW.status IN ('Draft', 'Sent', 'Paid')"),
        func="""
            IF NEW.subtotal + coalesce((SELECT sum(subtotal) FROM invoices_invoice
                                        WHERE order_id = NEW.order_id AND status IN ('Draft', 'Sent', 'Paid')
                                          AND id IS DISTINCT FROM NEW.id), 0)
               > (SELECT order_total FROM orders_order WHERE id = NEW.order_id) THEN
                RAISE EXCEPTION 'More than the order comes to would be invoiced.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_within_order';
            END IF;
            RETURN NEW;
        """,
    )
