from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import User
from apps.customers.models import Customer
from apps.customers.services import customer_anonymise
from common.db.acting import system_user
from common.errors import DomainError


class Command(BaseCommand):
    """Takes out of a customer's record all that tells who they were; documents and amounts stay."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("customer", type=int, help="the customer's id")
        parser.add_argument("--reason", required=True, help="why, for the audit trail: do not name the customer")
        parser.add_argument("--actor", help="the username it is recorded under; the system's own without it")

    def handle(self, *args: Any, **options: Any) -> None:
        customer = Customer.objects.filter(pk=options["customer"]).first()
        if customer is None:
            raise CommandError(f"There is no customer {options['customer']}.")
        actor = User.objects.filter(username__iexact=options["actor"]).first() if options["actor"] else system_user()
        if actor is None:
            raise CommandError(f"There is no user {options['actor']}.")
        try:
            done = customer_anonymise(customer=customer, reason=options["reason"], actor=actor)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{done} is anonymised; documents and amounts stay.")
