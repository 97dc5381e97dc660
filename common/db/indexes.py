"""Indexes in migrations."""

from typing import Any

from django.db.migrations import AlterField


class DropKeyIndex(AlterField):
    """A foreign key loses the index of its own, because another one of the table begins with it.

    `AlterField` itself drops every index of that one column, those included by which a unique constraint on some of the
    rows is held.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the index that Django made with the key."""
        model, field = self._of(app_label, from_state)
        name = schema_editor._create_index_name(model._meta.db_table, [field.column])
        schema_editor.execute(schema_editor._delete_index_sql(model, name))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it again."""
        model, field = self._of(app_label, to_state)
        schema_editor.execute(schema_editor._create_index_sql(model, fields=[field]))

    def _of(self, app_label: str, state: Any) -> tuple[Any, Any]:
        model = state.apps.get_model(app_label, self.model_name)
        return model, model._meta.get_field(self.name)
