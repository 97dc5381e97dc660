"""Addresses: `/x`, `/x/{id}`, `/x/{id}/<step>`, without a trailing slash (common.middleware takes one off)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver, register_converter
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RoutePattern
from rest_framework.routers import SimpleRouter

from common.api.fields import MAX_ID


class IdConverter:
    """A row's id: anything else is no address, so it is answered with 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """Return the id. Raises ValueError, a 404, when no row can have it."""
        if not 0 < (number := int(value)) <= MAX_ID:
            raise ValueError
        return number

    def to_url(self, value: int) -> str:
        """Return it as text."""
        return str(value)


register_converter(IdConverter, "id")
# How the pattern of an address names an id.
ID = "<id:"


class ByResource(URLResolver):
    """Finds the addresses under a prefix by their first part, whether an id follows, and how many parts they have.

    So an address costs the same however many resources there are, and no more than a few views of one are tried.
    """

    def __init__(self, prefix: str, urls: list[URLPattern | URLResolver]) -> None:
        super().__init__(RoutePattern(prefix), urls)
        self.prefix = prefix
        self.under: dict[tuple[str, bool, int], list[URLPattern | URLResolver]] = defaultdict(list)
        for url in _flat(urls):
            self.under[_place(str(url.pattern))].append(url)

    def resolve(self, path: str) -> ResolverMatch:
        """Return the view for the address. Raises Resolver404 when there is none."""
        if path.startswith(self.prefix):
            rest = path[len(self.prefix) :]
            for url in self.under.get(_place(rest), ()):
                if found := url.resolve(rest):
                    return found
        raise Resolver404({"path": path})


def _place(path: str) -> tuple[str, bool, int]:
    first, _, rest = path.partition("/")
    return first, rest.startswith(ID) or rest[:1].isdigit(), path.count("/")


def _flat(urls: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """Yield addresses and, of what is included under no address of its own, its addresses."""
    for url in urls:
        if isinstance(url, URLResolver) and not str(url.pattern):
            yield from _flat(url.url_patterns)
        else:
            yield url


def routes(*views: Any) -> list[URLPattern | URLResolver]:
    """Return the addresses of the view sets, each under its resource's name."""
    router = SimpleRouter(trailing_slash=False, use_regex_path=False)
    for view in views:
        router.register(view.resource, view, basename=view.resource)
    return router.urls
