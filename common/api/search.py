"""Search by any fragment, in one statement whose cost does not depend on earlier searches.

Candidates are gathered first, each column through its own trigram index; the list then reads only those rows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, Model, QuerySet
from django.db.models.functions import Upper

from common.db.lookups import digits_of, national
from common.db.sql import Bind, Condition, Statement, compiled

MOST = 1000
FEWEST_DIGITS = 3


@dataclass(frozen=True)
class Search:
    """The columns that a fragment is looked for in: texts anywhere inside, phones by their digits."""

    texts: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def values(self, text: str) -> dict[str, Any]:
        """Return the parameters for a typed fragment: wildcards taken literally.

        `digits` is among them when the fragment can be part of a phone number.
        """
        values = {"search": f"%{_literal(text.strip())}%"}
        digits = re.sub(r"\D", "", text)
        if self.phones and len(digits) >= FEWEST_DIGITS and re.fullmatch(r"[\d\s+()/.-]+", text):
            # Without its zero “020” would find every number with a 20 in it.
            fragment = shared if len(shared := national(text)) >= FEWEST_DIGITS else digits
            values["digits"] = f"%{fragment}%"
        return values

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the queryset restricted to the rows found; its statement begins with `found`."""
        return queryset.filter(Condition("{} = ANY(ARRAY(SELECT id FROM found))", F("pk")))

    def found(self, model: type[Model], values: dict[str, Any]) -> Statement:
        """Return the start of a list's statement: the ids of rows in which some column holds the fragment.

        What is found is written down first, so that each column is planned for all its rows and read once, however
        often the statement refers to it.
        """
        looked: list[tuple[str, Callable[[str], Func], str]] = [(path, Upper, "search") for path in self.texts]
        looked += [(path, digits_of, "digits") for path in self.phones if "digits" in values]
        parts = [compiled(_holding(model, *column)) for column in looked]
        union = " UNION ALL ".join(part.text for part in parts)
        return Statement(
            f"WITH every (id) AS MATERIALIZED ({union}), found AS MATERIALIZED (SELECT id FROM every LIMIT {MOST})",
            tuple(param for part in parts for param in part.params),
        )

    @staticmethod
    def selective(values: dict[str, Any]) -> bool:
        """Say whether the indexes can look the fragment up: then one plan is the best for all of its like.

        An index of trigrams knows three letters or digits in a row. With fewer every row is read, and the plan that is
        best for that must never become the plan of the others.
        """
        return re.search(r"[^\W_]{3}", values["search"]) is not None


def _holding(model: type[Model], path: str, text: Callable[[str], Func], name: str) -> QuerySet[Any]:
    """Return the ids of the rows whose column holds the fragment.

    A column of another table is looked through there, by its own index, and its rows are then followed back: a join
    would be planned by how the tables compare in size, and may read one of them whole.
    """
    relation, _, column = path.rpartition("__")
    if relation:
        foreign_key: Any = model._meta.get_field(relation)
        others = _holding(foreign_key.related_model, column, text, name)
        return model._base_manager.filter(
            Condition("{} = ANY({})", F(foreign_key.attname), ArraySubquery(others))
        ).values_list("pk")
    rows = model._base_manager.annotate(_text=text(column))
    return rows.filter(Condition("{} LIKE UPPER({})", F("_text"), Bind(name))).values_list("pk")


def _literal(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
