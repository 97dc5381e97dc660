"""Why the office must approve is kept as a sentence and its facts, so that each reader gets it in their language."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_approved_total"),
    ]

    operations = [
        migrations.RunSQL(
            """
            UPDATE orders_order SET office_reasons = (
                SELECT jsonb_agg(jsonb_build_object('text', replace(reason, '%', '%%'), 'facts', '{}'::jsonb) ORDER BY place)
                FROM jsonb_array_elements_text(office_reasons) WITH ORDINALITY AS kept(reason, place)
            )
            WHERE office_reasons <> '[]' AND jsonb_typeof(office_reasons->0) = 'string'
            """,
            migrations.RunSQL.noop,
        ),
    ]
