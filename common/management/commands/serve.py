"""Serve the web: `manage serve`."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from common.serving import Address, supervise, web_command, web_environment
from common.supervisor import Program


class Command(BaseCommand):
    """Serves until it is told to end; requests that run by then are finished."""

    help = "Serves the web on HOST and PORT. Database and static files are up to: manage prepare."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        """Become the web server, or the small process that runs it beside the embedded database server."""
        address = Address.from_environment()
        address.require_free()
        command, environment = web_command(address), web_environment()
        if settings.EMBEDDED is None:
            os.execve(command[0], command, os.environ | environment)  # noqa: S606 - our own program
        web = Program("The web server", command, environment=environment)
        supervise([web], address, f"Fettle runs at {address.url} — Ctrl-C ends it.")
