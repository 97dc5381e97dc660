"""What the code says to people: English in the code, Danish in `locale/da` (gettext; `manage write_texts`).

A sentence is marked where it stands: `_("It has no lines yet.")`. Words that tables declare – steps, queues, the names
of models and fields – are translated where they are shown; the apps name them here, so that none is forgotten.
"""

from collections.abc import Callable, Iterable

from django.apps import apps

from common.workflow import Workflow

_sources: list[Callable[[], Iterable[str]]] = []


def declare(source: Callable[[], Iterable[str]]) -> None:
    """Name a function that returns words which are shown translated, without a mark where they stand."""
    _sources.append(source)


def declared() -> set[str]:
    """Return every word that some table declares."""
    labels = {step.label for workflow in Workflow.every.values() for step in workflow.steps.values()}
    kinds = {
        str(model._meta.verbose_name)
        for config in apps.get_app_configs()
        if config.name.startswith("apps.")
        for model in config.get_models()
        if "verbose_name" in model._meta.original_attrs
    }
    return labels | kinds | {word for source in _sources for word in source()}
