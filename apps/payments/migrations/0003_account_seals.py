from django.db import migrations

from common.db.seals import seal_function

HEADER = (
    "number", "readable_number", "customer_id", "currency", "received_at", "deposited_in_bank_id", "items_json",
    "total", "created_by_id", "confirmed_by_id",
)  # fmt: skip
ITEMS = ("item_number", "type", "invoice_id", "debit_note_id", "credit_note_id", "amount")


class Migration(migrations.Migration):
    """The proof that an archived payment or reversal was not changed: computed by the database when it is archived."""

    dependencies = [("payments", "0002_account")]
    operations = [
        seal_function(
            "sales_payment_seal",
            "payments_salespayment",
            HEADER,
            lines="payments_salespaymentitem",
            parent="sales_payment_id",
            line_columns=ITEMS,
            order="item_number",
        ),
        seal_function(
            "sales_payment_reversal_seal",
            "payments_salespaymentreversal",
            (*HEADER, "sales_payment_id"),
            lines="payments_salespaymentreversalitem",
            parent="sales_payment_reversal_id",
            line_columns=ITEMS,
            order="item_number",
        ),
    ]
