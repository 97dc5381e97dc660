"""The administration site walked: every page × role answers as the matrix says, and a step there is the API's step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch

from apps.accounts.roles import ROLES, STAFF
from common.access import matrix
from common.admin import DocumentAdmin, RecordAdmin

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]
OUTSIDE = sorted(set(ROLES) - STAFF)


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
    """Yield every address of every model that has a row, and the steps of those that have any."""
    for record in records():
        newest = record.model._base_manager.order_by("-pk").first()
        yield Page(record, "changelist", record.address("changelist"), "retrieve")
        yield Page(record, "export", record.address("export"), "export")
        yield Page(record, "add", record.address("add"), "create" if record.creatable else None)
        if newest is not None:
            yield Page(record, "change", record.address("change", newest.pk), "retrieve")
            yield Page(record, "history", record.address("history", newest.pk), "retrieve")
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


def test_every_page_is_a_row_of_the_matrix():
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
def test_each_page_opens_to_whom_the_matrix_says(people, role):
    client = browser(people[role.lower()])
    wrong = []
    for page in pages():
        status = status_of(client, page)
        if (status in (200, 302)) is not page.opens_to(role) or status not in (200, 302, 403):
            wrong.append(f"{page} {'opens' if page.opens_to(role) else 'does not open'} to {role}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_else_enters(people, role):
    client = browser(people[role.lower().replace(" ", "_")])
    addresses = ["/admin/", "/admin/search/", *(page.address for page in pages())]
    asked = addresses if role == "Sales" else addresses[:5]
    assert {client.get(address).status_code for address in asked} == {302}
    assert client.get("/admin/login/").status_code == 403


def test_the_signed_out_are_led_to_the_sign_in():
    answers = {page.address: Client().get(page.address) for page in pages()}
    assert {answer.status_code for answer in answers.values()} == {302}
    assert {answer["Location"].partition("?")[0] for answer in answers.values()} == {"/admin/login/"}
