"""What the code says to people: English in the code, Danish in `locale/da` (gettext; `manage write_texts`).

A sentence is marked where it stands: `_("It has no lines yet.")`. Words that tables declare – steps, queues, the names
of models and fields, what triggers refuse with – are translated where they are shown; they are gathered here, so that
none is forgotten.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.access import matrix
from common.workflow import Workflow

ACRONYMS = frozenset({"cpu", "gpu", "pdf", "ram", "sku"})
# What the framework says of wrong input and has no Danish for.
FRAMEWORK = (
    "A valid biginteger is required.",
    "Datetime value out of range.",
    "Ensure this field has at least {min_length} elements.",
    "Ensure this field has no more than {max_length} elements.",
    'Enter a valid "slug" consisting of Unicode letters, numbers, underscores, or hyphens.',
    "Integer value too large to convert to float",
    "Invalid input.",
    'Invalid datetime for the timezone "{timezone}".',
    "Must be a valid UUID.",
    "Must be a valid boolean.",
    "Not a valid string.",
    "Surrogate characters are not allowed: U+{code_point:X}.",
    "This dictionary may not be empty.",
)
_RAISED = re.compile(r"RAISE EXCEPTION '((?:[^']|'')*)'")
_sources: list[Callable[[], Iterable[str]]] = []


def spoken(name: str) -> str:
    """Return a name of the code as English words: `record-wipe` and `record_wipe` are “record wipe”."""
    return name.replace("_", " ").replace("-", " ")


def in_words(name: str) -> str:
    """Return what people call something that has a name in the code, in the reader's language: “Record wipe”."""
    words = _(spoken(name))
    return words.upper() if words in ACRONYMS else capfirst(words)


def declare(source: Callable[[], Iterable[str]]) -> None:
    """Name a function that returns words which are shown translated, without a mark where they stand."""
    _sources.append(source)


def declared() -> set[str]:
    """Return every word that some table declares."""
    steps = [step for workflow in Workflow.every.values() for step in workflow.steps.values()]
    labels = {word for step in steps for word in (step.label, spoken(step.name))}
    models = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
    kinds = {str(model._meta.verbose_name) for model in models}
    rights = {spoken(name) for resource, actions in matrix().items() for name in (resource, *actions)}
    return (
        {*FRAMEWORK} | labels | kinds | rights | _refusals(models) | {word for source in _sources for word in source()}
    )


def _refusals(models: Iterable[Any]) -> set[str]:
    """Return the sentences with which triggers refuse a change, but for those that tell of a defect (with facts)."""
    bodies = (str(trigger.func) for model in models for trigger in getattr(model._meta, "triggers", ()) if trigger.func)
    told = (sentence.replace("''", "'") for body in bodies for sentence in _RAISED.findall(body))
    return {sentence for sentence in told if "%" not in sentence}
