from django.contrib.auth.hashers import make_password
from django.db import migrations

HASH = """
CREATE FUNCTION audit_hash(previous text, object_type text, object_id bigint, action text, actor bigint, door text,
                           request_id text, reason text, at timestamptz, changes jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(
        jsonb_build_array(previous, object_type, object_id, action, actor, door, request_id, reason,
                          extract(epoch FROM at), changes)::text, 'UTF8')), 'hex')
$$;
"""


def make_system_user(apps, schema_editor):
    """The user as whom the system itself acts: nobody can sign in as it."""
    apps.get_model("accounts", "User").objects.create(
        username="system",
        email="system@fettle.invalid",
        full_name="System",
        role="Admin",
        is_active=False,
        is_superuser=True,
        password=make_password(None),
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    # Tables of the sign-in library touch users, whose history is written from here on.
    run_before = [("account", "0001_initial")]
    operations = [
        migrations.RunSQL(HASH, "DROP FUNCTION audit_hash"),
        migrations.RunPython(make_system_user, migrations.RunPython.noop),
    ]
