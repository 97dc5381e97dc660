from django.db import migrations

# Of customers who were anonymised before: the worker removes the bytes.
ERASE = """
    UPDATE attachments_attachment SET erased_at = now(), deleted_at = coalesce(deleted_at, now())
    WHERE kind = 'customers' AND document IN (SELECT id FROM customers_customer WHERE anonymised_at IS NOT NULL);
    DELETE FROM attachments_preview
    WHERE attachment_id IN (SELECT id FROM attachments_attachment WHERE erased_at IS NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("attachments", "0002_erasing"),
        ("customers", "0001_initial"),
    ]

    operations = [migrations.RunSQL(ERASE, migrations.RunSQL.noop)]
