"""Keyset pages: the next page starts after the last row seen, at the same price however deep it lies."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext

from common.db.sql import Bind, Condition
from common.errors import Invalid
from common.plain_text import whole

DEFAULT_SIZE, MOST_ROWS, COUNTED = 25, 200, 1000


@dataclass(frozen=True)
class Ordering:
    """Sort keys in order; `True` is descending. The id is always the last, so that the order is total."""

    keys: tuple[tuple[str, bool], ...]

    @classmethod
    def parse(cls, text: str, allowed: dict[str, str]) -> "Ordering":
        """Read `-created_at,number`. Raises Invalid for a field that may not be sorted by."""
        keys: list[tuple[str, bool]] = []
        for part in filter(None, text.split(",")):
            path = allowed.get(part.removeprefix("-"))
            if path is None:
                sentence = gettext("Sort by one of: %(fields)s.") % {"fields": ", ".join(sorted(allowed))}
                raise Invalid(sentence, code="unknown_ordering", field="ordering")
            if path not in [known for known, _ in keys]:  # by a field that was sorted by, nothing is left to sort
                keys.append((path, part.startswith("-")))
        if "id" not in [path for path, _ in keys]:
            keys.append(("id", keys[-1][1] if keys else True))
        return cls(tuple(keys))

    @property
    def by_id(self) -> bool:
        """Whether rows come in the order in which they were made, or in its reverse."""
        return len(self.keys) == 1

    def order_by(self, *, backwards: bool) -> list[str]:
        """Return Django's ordering, turned round to read the page before."""
        return [f"-{path}" if descending != backwards else path for path, descending in self.keys]

    def after(self, *, backwards: bool) -> Condition:
        """Return the condition that a row lies beyond the cursor's row."""
        if len({descending for _, descending in self.keys}) == 1:
            slots = ", ".join("{}" for _ in self.keys)
            comparison = "<" if self.keys[0][1] != backwards else ">"
            columns = [F(path) for path, _ in self.keys]
            return Condition(f"({slots}) {comparison} ({slots})", *columns, *self._binds())
        return self._expanded(backwards)

    def _expanded(self, backwards: bool) -> Condition:
        parts, expressions = [], []
        for i, (path, descending) in enumerate(self.keys):
            equal = ["{} = {} AND " for _ in self.keys[:i]]
            for j, (earlier, _) in enumerate(self.keys[:i]):
                expressions += [F(earlier), Bind(f"cursor{j}")]
            expressions += [F(path), Bind(f"cursor{i}")]
            parts.append(f"({''.join(equal)}{{}} {'<' if descending != backwards else '>'} {{}})")
        return Condition(f"({' OR '.join(parts)})", *expressions)

    def _binds(self) -> list[Bind]:
        return [Bind(f"cursor{i}") for i in range(len(self.keys))]


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: the sort values of a row, the direction, and what is known of the count."""

    values: tuple[Any, ...]
    backwards: bool
    count: int
    exact: bool

    def encode(self) -> str:
        """Return the opaque text."""
        told = [_plain(value) for value in self.values]
        return (
            base64.urlsafe_b64encode(json.dumps([told, int(self.backwards), self.count, int(self.exact)]).encode())
            .decode()
            .rstrip("=")
        )

    @classmethod
    def decode(cls, text: str, keys: int) -> "Cursor":
        """Read it back. Raises Invalid for anything that did not come from us."""
        try:
            values, backwards, count, exact = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            json.dumps(values, ensure_ascii=False).encode()  # half a surrogate is no text
            known = len(values) == keys and all(type(value) in (str, int) for value in values)
            if not known or type(count) is not int or not 0 <= count <= COUNTED + 1:
                raise ValueError  # noqa: TRY301 - one refusal for every kind of damage
            return cls(tuple(values), bool(backwards), count, bool(exact))
        except (ValueError, TypeError, RecursionError, binascii.Error) as error:
            raise damaged() from error


def damaged() -> Invalid:
    """Return the refusal of a cursor that did not come from us."""
    return Invalid(gettext("This page address is damaged: start from the first page."), field="cursor")


def _plain(value: Any) -> str | int:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def page_size(text: str | None) -> int:
    """Return the page size asked for, at most 200. Raises Invalid for anything but a positive number."""
    if text is None:
        return DEFAULT_SIZE
    if not (size := whole(text)):
        raise Invalid(gettext("Give a number from 1 to %(most)s.") % {"most": MOST_ROWS}, field="page_size")
    return min(size, MOST_ROWS)


def fetched(size: int) -> int:
    """Return how many rows the SQL asks for: few distinct limits, so that few texts are compiled and prepared."""
    return next(limit for limit in (26, 51, 101, 201) if limit > size)


def turned(rows: Sequence[Any], *, backwards: bool) -> list[Any]:
    """Return the rows in reading order."""
    return list(reversed(rows)) if backwards else list(rows)
