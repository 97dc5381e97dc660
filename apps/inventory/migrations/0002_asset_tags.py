from django.db import migrations


class Migration(migrations.Migration):
    """Asset tags come from a sequence: unique, in any case without waiting, and gaps do not matter."""

    dependencies = [("inventory", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE inventory_asset_tag", "DROP SEQUENCE inventory_asset_tag"),
    ]
