"""The tables of steps hold: each guard is shown to refuse, and no change of a table goes unnoticed.

Every mutant of a table - a guard removed, a status, a role or a target more or less, a reason no longer asked for -
must be caught: a missing guard by its scenario (`apps/*/tests/scenarios.py`), the rest by the generated pages.
"""

import copy
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from apps.accounts.roles import ROLES
from common import access
from common.errors import DomainError
from common.management.commands.write_docs import workflow_page
from common.testing.scenarios import Scenario, gathered, name_of
from common.workflow import Step, Workflow
from tests.addresses import view_sets

WORKFLOWS = sorted(Workflow.every.values(), key=lambda workflow: workflow.resource)
SCENARIOS = gathered()
by_resource = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.resource)


def guards() -> set[tuple[str, str, str]]:
    """Return every guard of every step."""
    return {
        (workflow.resource, step.name, name_of(guard))
        for workflow in WORKFLOWS
        for step in workflow.steps.values()
        for guard in step.guards
    }


def columns_of(row: Any) -> dict[str, Any]:
    """Return the row as the database has it now."""
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def test_every_guard_has_a_scenario_and_every_scenario_its_guard():
    """A guard taken out of a table leaves its scenario behind; a new one fails until it brings its own."""
    assert {scenario.key for scenario in SCENARIOS} == guards()


@pytest.mark.django_db
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_the_guard_and_nothing_else_refuses_the_step(people, scenario: Scenario):
    actor, row = people[scenario.actor], scenario.make(people)
    before = columns_of(row)
    with pytest.raises(DomainError) as refused, transaction.atomic():
        scenario.take(row, actor)
    assert (refused.value.code, refused.value.message) == (scenario.code, scenario.sentence.format(row=row))
    assert columns_of(row) == before
    fresh = type(row)._base_manager.get(pk=row.pk)
    assert scenario.workflow.refusal(scenario.without_the_guard(), fresh, actor) is None


@by_resource
def test_a_step_is_refused_from_every_status_but_its_own(workflow):
    model = next(view.model() for view in view_sets() if view.workflow is workflow)
    for step in workflow.steps.values():
        bare = replace(step, guards=())
        for status in statuses_of(workflow, step.field):
            row = model(**{"status": min(step.within)} if step.within else {})
            setattr(row, step.field, status)
            refused = workflow.refusal(bare, row, None)
            assert (refused and refused.code) == (None if status in step.source else "action_not_allowed")


@by_resource
def test_a_step_is_refused_while_the_document_itself_does_not_stand_where_it_must(workflow):
    model = next(view.model() for view in view_sets() if view.workflow is workflow)
    for step in [step for step in workflow.steps.values() if step.within]:
        bare = replace(step, guards=())
        for status in statuses_of(workflow, "status"):
            row = model(**{"status": status, step.field: min(step.source)})
            refused = workflow.refusal(bare, row, None)
            assert (refused and refused.code) == (None if status in step.within else "action_not_allowed")


def statuses_of(workflow: Workflow, field: str) -> list[str]:
    """Return every value of the status that the table names."""
    steps = workflow.moving(field)
    return sorted({str(status) for step in steps for status in (*step.source, *step.target)})


def changed(step: Step, workflow: Workflow) -> Iterator[tuple[str, Step]]:
    """Yield each way to say something else of a step."""
    yield "reason", replace(step, needs_reason=not step.needs_reason)
    yield "internal", replace(step, internal=not step.internal)
    for status in statuses_of(workflow, "status") if step.field != "status" else []:
        yield f"within {status}", replace(step, within=step.within ^ {status})
    for status in statuses_of(workflow, step.field):
        yield f"from {status}", replace(step, source=step.source ^ {status})
        if status in step.target:
            yield f"not to {status}", replace(step, target=tuple(other for other in step.target if other != status))
        else:
            yield f"to {status}", replace(step, target=(*step.target, status))


def mutants(workflow: Workflow) -> Iterator[tuple[str, Workflow]]:
    """Yield the workflow with each of its steps said otherwise, or left out."""
    for step in workflow.steps.values():
        for what, other in [*changed(step, workflow), ("left out", None)]:
            mutant = copy.copy(workflow)
            mutant.steps = {name: kept for name, kept in workflow.steps.items() if name != step.name}
            if other is not None:
                mutant.steps = {name: other if name == step.name else kept for name, kept in workflow.steps.items()}
            yield f"{step.name}: {what}", mutant


@cache
def page(resource: str) -> str:
    """Return the page that is handed in."""
    return (settings.BASE_DIR / "docs" / "workflows" / f"{resource}.md").read_text()


@by_resource
def test_a_table_that_says_otherwise_is_caught(workflow):
    assert workflow_page(workflow) == page(workflow.resource)
    made = list(mutants(workflow))
    assert len(made) >= 5
    assert [what for what, mutant in made if workflow_page(mutant) == page(workflow.resource)] == []


@by_resource
def test_a_step_opened_to_another_role_or_closed_to_one_is_caught(workflow, monkeypatch):
    asked = [step for step in workflow.steps.values() if not step.internal]
    unseen = []
    for step in asked:
        holders = access.matrix()[workflow.resource][step.slug]
        for role in ROLES:
            monkeypatch.setitem(access._matrix[workflow.resource], step.slug, holders ^ {role})
            if workflow_page(workflow) == page(workflow.resource):
                unseen.append((step.name, role))
        monkeypatch.setitem(access._matrix[workflow.resource], step.slug, holders)
    assert unseen == []


@pytest.mark.django_db
def test_the_tables_and_triggers_of_the_database_are_those_of_the_code():
    """The trigger that refuses any other change of status is part of the migrations."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
