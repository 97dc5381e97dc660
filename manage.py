#!/usr/bin/env python
"""Django's commands, with the embedded PostgreSQL running for as long as one of them needs it."""

import atexit
import os
import sys

# A command reads or rewrites whole tables, where a request touches a few rows: each of its statements may take longer.
PATIENCE = " -c statement_timeout=30min"
WITHOUT_DATABASE = {"help", "version", "--help", "-h", "--version"}


def prepare_database(arguments: list[str]) -> None:
    """Statements may take their time, and the embedded server, if there is one, runs until the last command ends."""
    from django.conf import settings
    from django.core.management import CommandParser, handle_default_options

    parser = CommandParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--settings")
    parser.add_argument("--pythonpath")
    handle_default_options(parser.parse_known_args(arguments)[0])
    settings.DATABASES["default"]["OPTIONS"]["options"] += PATIENCE
    if settings.EMBEDDED is not None:
        settings.EMBEDDED.join()
        atexit.register(settings.EMBEDDED.leave)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from common.embedded import EmbeddedServerError

    try:
        if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_DATABASE:
            prepare_database(sys.argv[2:])
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, EmbeddedServerError) as error:
        sys.exit(f"fettle: {error}")


if __name__ == "__main__":
    main()
