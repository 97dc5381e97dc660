from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Files that are kept with documents."""

    name = "apps.attachments"
    verbose_name = "Attachments"

    def ready(self) -> None:
        """Files are part of their document's story, and of a unit's passport; those of a forgotten customer go."""
        from apps.attachments import selectors, services, story
        from apps.inventory.passport import contribute
        from common import backups, history
        from common.events import subscribe

        history.contribute(story.files_told)
        contribute(story.passport_files)
        subscribe("customers.customer.anonymised", services.attachments_of_customer_erase)
        backups.forget(selectors.erased_names)
