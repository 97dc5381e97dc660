from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, when, and what was before."""

    name = "apps.audit"

    def ready(self) -> None:
        """Let every document's timeline be read from the audit trail, and every export be noted in it."""
        from apps.audit.selectors import timeline_of, words
        from apps.audit.services import read_note
        from common import history, reads, texts

        history.provide(timeline_of)
        reads.provide(read_note)
        texts.declare(words)
