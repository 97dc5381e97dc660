"""Search by any fragment, in one statement whose cost does not depend on earlier searches.

Candidates are gathered first, each column through its own trigram index, planned for the value at hand; the list then
reads only those rows.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Func, QuerySet
from django.db.models.functions import Upper

from common.db.lookups import digits_of, national
from common.db.sql import Bind, Condition

MOST = 1000
FEWEST_DIGITS = 3


@dataclass(frozen=True)
class Search:
    """The columns that a fragment is looked for in: texts anywhere inside, phones by their digits."""

    texts: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def values(self, text: str) -> dict[str, Any]:
        """Return the parameters for a typed fragment: upper case, wildcards taken literally; digits for phones."""
        digits = re.sub(r"\D", "", text)
        plausible = len(digits) >= FEWEST_DIGITS and re.fullmatch(r"[\d\s+()/.-]+", text) is not None
        # Without its zero “020” would find every number with a 20 in it.
        fragment = shared if len(shared := national(text)) >= FEWEST_DIGITS else digits
        return {"search": f"%{_literal(text.strip().upper())}%", "digits": f"%{fragment}%" if plausible else "\x01"}

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the queryset restricted to rows in which some column holds the fragment."""
        model = queryset.model
        parts = [
            model._base_manager.annotate(_text=Upper(path)).filter(Condition("{} LIKE {}", F("_text"), Bind("search")))
            for path in self.texts
        ]
        parts += [
            model._base_manager.annotate(_text=digits_of(path)).filter(
                Condition("{} LIKE {}", F("_text"), Bind("digits"))
            )
            for path in self.phones
        ]
        return queryset.filter(Condition(_AMONG, F("pk"), Union([part.values("pk") for part in parts])))


_AMONG = "{} = ANY(ARRAY({}))"


class Union(Func):
    """The primary keys that several queries find, materialised so that each is planned for all its rows."""

    def __init__(self, queries: list[QuerySet[Any]]) -> None:
        super().__init__(output_field=CharField())
        self.queries = queries

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        """Return the candidate query."""
        texts, params = [], []
        for query in self.queries:
            text, more = query.query.get_compiler(connection=connection).as_sql()
            texts.append(text)
            params.extend(more)
        return f"WITH found AS MATERIALIZED ({' UNION ALL '.join(texts)}) SELECT * FROM found LIMIT {MOST}", params


def _literal(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
