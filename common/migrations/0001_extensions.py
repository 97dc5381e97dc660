from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """What PostgreSQL must be able to do before the first table."""

    dependencies = []
    operations = [TrigramExtension(), BtreeGistExtension()]
