"""The administration site: every page that writes × role answers as the matrix says; a step there is the API's step.

Reading pages, and those who may not enter at all, are walked in tests/admin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch

from apps.accounts.roles import STAFF
from common.access import matrix
from common.admin import DocumentAdmin, RecordAdmin

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


@dataclass(frozen=True)
class Page:
    """One address, and the action of the matrix that opens it; None where it opens to nobody."""

    record: RecordAdmin
    name: str
    address: str
    action: str | None
    method: str = "get"

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.address}"

    def opens_to(self, role: str) -> bool:
        """Say whether the matrix opens the page to the role."""
        return self.action is not None and role in matrix()[self.record.resource].get(self.action, ())


def records() -> list[RecordAdmin]:
    """Return every model's pages."""
    return list(admin.site._registry.values())


def pages() -> Iterator[Page]:
    """Yield every address that writes: what is made, imported or deleted, and the steps of the newest row."""
    for record in records():
        newest = record.model._base_manager.order_by("-pk").first()
        yield Page(record, "add", record.address("add"), "create" if record.creatable else None)
        if newest is not None:
            yield Page(record, "delete", record.address("delete", newest.pk), None)
            for name, act in record.steps.items() if isinstance(record, DocumentAdmin) else ():
                slug = name.replace("_", "-")
                yield Page(record, "step", record.address("step", newest.pk, slug), act.action or slug, "post")
        try:
            yield Page(record, "import", record.address("import"), "create")
        except NoReverseMatch:
            continue


def browser(user: Any) -> Client:
    """Return a browser that is signed in, and shows a defect as the 500 that people would see."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="apps.accounts.backends.RoleBackend")
    return client


def status_of(client: Client, page: Page) -> int:
    """Ask for the page and undo what it did."""
    with transaction.atomic():
        status = getattr(client, page.method)(page.address).status_code
        transaction.set_rollback(True)
    return status


def test_every_model_of_the_site_is_a_record_of_the_matrix():
    assert len(records()) > 10
    assert [record for record in records() if not isinstance(record, RecordAdmin)] == []
    assert [record.resource for record in records() if record.resource not in matrix()] == []


def test_every_page_that_writes_is_a_row_of_the_matrix():
    asked = {(page.record.resource, page.action) for page in pages() if page.action}
    known = {(resource, action) for resource, actions in matrix().items() for action in actions}
    assert sorted(asked - known) == []


def test_a_step_of_the_site_is_a_step_of_the_api():
    extra = {
        (record.resource, name)
        for record in records()
        if isinstance(record, DocumentAdmin) and record.workflow
        for name, act in record.steps.items()
        if not act.label and (record.workflow.steps.get(name) is None or record.workflow.steps[name].internal)
    }
    assert extra == set()


@pytest.mark.parametrize("role", sorted(STAFF))
def test_each_page_that_writes_opens_to_whom_the_matrix_says(people, role):
    client = browser(people[role.lower()])
    wrong = []
    for page in pages():
        status = status_of(client, page)
        # Not found: a row outside one's scope.
        if (status in (200, 302, 404)) is not page.opens_to(role) or status not in (200, 302, 403, 404):
            wrong.append(f"{page} {'opens' if page.opens_to(role) else 'does not open'} to {role}: {status}")
    assert not wrong, "\n".join(wrong)
