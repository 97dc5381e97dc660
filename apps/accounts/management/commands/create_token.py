from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from apps.accounts.models import ApiToken, User
from apps.accounts.services import token_create
from common.db.acting import system_user


class Command(BaseCommand):
    """Hands out an API token for a user; the token stands alone on the last line and is never shown again."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="what the token is for")
        parser.add_argument("--expires", help="ISO 8601 instant with zone, as in 2027-01-31T00:00:00Z")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.FULL)

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['username']}.")
        expires = parse_datetime(options["expires"]) if options["expires"] else None
        if options["expires"] and (expires is None or expires.tzinfo is None):
            raise CommandError("--expires must be an instant with zone, as in 2027-01-31T00:00:00Z.")
        _, text = token_create(
            user=user, name=options["name"], actor=system_user(), expires_at=expires, scope=options["scope"]
        )
        self.stdout.write(text)
