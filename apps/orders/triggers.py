"""What of an order the database keeps as it is: what is finished, what is invoiced, and what somebody approved."""

import pgtrigger

_REFUSED = """
    RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
"""
_INVOICED = "EXISTS (SELECT FROM invoices_invoice WHERE order_id = {order} AND status NOT IN ('Cancelled', 'Refunded'))"


def _refused(sentence: str) -> str:
    return _REFUSED.format(sentence=sentence)


def frozen_order() -> pgtrigger.Trigger:
    """An order keeps its number and maker; customer and amount stay once it is finished, invoiced or approved.

    What is approved is the total as it stands; from there it moves within the tolerance of the business settings.
    """
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(
            "order_number", "created_by_id", "customer_id", "currency", "order_total", "approved_total"
        ),
        func=f"""
            IF (OLD.order_number, OLD.created_by_id) <> (NEW.order_number, NEW.created_by_id) THEN
                {_refused("An order keeps its number and who made it.")}
            END IF;
            IF NEW.approved_total <> NEW.order_total AND NEW.approved_total IS DISTINCT FROM OLD.approved_total THEN
                {_refused("What is approved is what the order comes to.")}
            END IF;
            IF (OLD.customer_id, OLD.currency, OLD.order_total) = (NEW.customer_id, NEW.currency, NEW.order_total) THEN
                RETURN NEW;
            END IF;
            IF OLD.status IN ('paid', 'cancelled') THEN
                {_refused("A finished order never changes.")}
            END IF;
            IF {_INVOICED.format(order="OLD.id")} THEN
                {_refused("An order that is invoiced never changes.")}
            END IF;
            IF NEW.approved_by_billing_status = 'approved' AND (
                (OLD.customer_id, OLD.currency) <> (NEW.customer_id, NEW.currency)
                OR abs(NEW.order_total - NEW.approved_total) >
                   coalesce((SELECT approval_tolerance FROM accounts_businesssettings WHERE id = 1), 0)
            ) THEN
                {_refused("What is approved never changes: its approval falls first.")}
            END IF;
            RETURN NEW;
        """,
    )


def frozen_lines() -> pgtrigger.Trigger:
    """The lines of an order stay once it is finished, invoiced or approved."""
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("parent", "orders_order")],
        func=f"""
            SELECT * INTO parent FROM orders_order
             WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.order_id ELSE NEW.order_id END;
            IF parent.status IN ('paid', 'cancelled') THEN
                {_refused("The lines of a finished order never change.")}
            END IF;
            IF {_INVOICED.format(order="parent.id")} THEN
                {_refused("The lines of an order that is invoiced never change.")}
            END IF;
            IF parent.approved_by_billing_status = 'approved' THEN
                {_refused("The lines of an approved order never change: its approval falls first.")}
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
