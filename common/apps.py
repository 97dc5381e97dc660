from django.apps import AppConfig


class CommonConfig(AppConfig):
    """What every app needs, and which imports no app."""

    name = "common"

    def ready(self) -> None:
        """Register lookups and the permission matrix of every app."""
        from django.utils.module_loading import autodiscover_modules

        from common.db import lookups  # noqa: F401 - registers itself

        autodiscover_modules("access")
