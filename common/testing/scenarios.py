"""Documents that one guard alone holds back: each app names them in `tests/scenarios.py`, one or more for every guard.

`tests/test_workflows.py` gathers them, demands one for each guard of every workflow, and shows that the step is refused
with the guard and possible without it.
"""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps

from common.workflow import Guard, Step, Workflow


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A document whose step one guard refuses, and who tries it through which service."""

    workflow: Workflow
    step: str
    # The guard's name in the workflow, without its leading underscore.
    guard: str
    # Makes the document: `make(people)`.
    make: Callable[[Any], Any]
    # Takes the step: `take(document, actor)`.
    take: Callable[[Any, Any], Any]
    actor: str
    # What the guard says; `{row}` is the document.
    sentence: str
    code: str = "action_not_allowed"

    def __str__(self) -> str:
        return f"{self.workflow.resource}-{self.step}-{self.guard}"

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about: resource, step, guard."""
        return self.workflow.resource, self.step, self.guard

    def without_the_guard(self) -> Step:
        """Return the step as it were without the guard."""
        step = self.workflow.steps[self.step]
        return replace(step, guards=tuple(guard for guard in step.guards if name_of(guard) != self.guard))


def name_of(guard: Guard) -> str:
    """Return what a scenario calls the guard."""
    return guard.__name__.lstrip("_")  # type: ignore[attr-defined]


def gathered() -> list[Scenario]:
    """Return the scenarios of every app."""
    found: list[Scenario] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.tests.scenarios"
        if config.name.startswith("apps.") and importlib.util.find_spec(name):
            found += importlib.import_module(name).SCENARIOS
    return found
