"""Every address of the API, read from the URL resolver: what each method does, and which row of the matrix it needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from common.workflow import Workflow

API = "api/v1/"


@dataclass(frozen=True)
class Endpoint:
    """One method of one address. `action` is its name in the matrix; None where any signed-in user may."""

    method: str
    path: str
    view: Any
    handler: str
    action: str | None

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def resource(self) -> str:
        """The resource it belongs to."""
        return str(self.view.resource)

    def address(self, pk: int) -> str:
        """Return the address with an id in it."""
        return "/" + self.path.replace("<id:pk>", str(pk))


def patterns(found: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address with its pattern."""
    for pattern in get_resolver().url_patterns if found is None else found:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def view_of(pattern: URLPattern) -> Any:
    """Return the class behind an address, or None for a plain function."""
    return getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Return every method of every address that asks the matrix; steps in bulk count as one address each."""
    found = []
    for path, pattern in patterns():
        view, actions = view_of(pattern), getattr(pattern.callback, "actions", None)
        if not path.startswith(API) or not actions or not hasattr(view, "access_action"):
            continue
        # The framework adds HEAD to a view's methods when the first request comes.
        for method, handler in ((name, actions[name]) for name in actions if name != "head"):
            names = view().steps if handler == "bulk" else [""]
            for name in names:
                at = view()
                at.action, at.kwargs = handler, {"name": name}
                found.append(Endpoint(method, path.replace("<slug:name>", name), view, handler, at.access_action()))
    return tuple(found)


@cache
def view_sets() -> tuple[Any, ...]:
    """Return every view set that lists rows, by resource."""
    found = {e.resource: e.view for e in endpoints() if hasattr(e.view, "_reader") and e.handler == "list"}
    return tuple(found[resource] for resource in sorted(found))


def workflows() -> dict[str, Workflow]:
    """Return every workflow that some app declares, by resource."""
    import sys

    found: dict[str, Workflow] = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("apps."):
            found |= {value.resource: value for value in vars(module).values() if isinstance(value, Workflow)}
    return found
