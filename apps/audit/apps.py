from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, when, and what was before."""

    name = "apps.audit"

    def ready(self) -> None:
        """Let every document's timeline be read from the audit trail."""
        from apps.audit.selectors import timeline_of
        from common import history

        history.provide(timeline_of)
