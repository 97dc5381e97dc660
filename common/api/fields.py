"""Serializer fields of our own, each of which knows how it is compiled (common.api.compiled)."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from common.currencies import CURRENCIES
from common.plain_text import LONGEST

Column = Callable[[str], int]
MAX_ID = 2**63 - 1
ID_AND_LABEL = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "label": {"type": "string"}},
    "required": ["id", "label"],
}


class Named(serializers.Serializer):
    """A row by its id and by what people call it."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


@extend_schema_field(ID_AND_LABEL)
class Reference(serializers.Field):
    """A foreign key as it is read: `{"id": 12, "label": "…"}`, so that a table row needs no second request."""

    def __init__(self, label: tuple[str, ...] = (), **kwargs: Any) -> None:
        kwargs["read_only"] = True
        super().__init__(**kwargs)
        self.label_fields = label

    def bind(self, field_name: str, parent: Any) -> None:
        """Know whether there may be none: the foreign keys on the way say so."""
        super().bind(field_name, parent)
        model: Any = getattr(getattr(parent, "Meta", None), "model", None)
        for name in self.source_attrs if model else ():
            key = model._meta.get_field(name)
            self.allow_null, model = self.allow_null or key.null, key.related_model

    def label_of(self, model: Any) -> tuple[str, ...]:
        """Return the fields that make the label: the declaration's own, or the model's."""
        return self.label_fields or model.LABEL

    def to_representation(self, value: Any) -> dict[str, Any]:
        """Return the id and the label of the related row."""
        texts = (getattr(value, name) for name in self.label_of(type(value)))
        return {"id": value.pk, "label": " ".join(str(text) for text in texts if text)}

    def compile(self, path: str, model: Any, column: Column) -> str:
        """Return the Python expression over the row `r` that makes the same."""
        at = column(f"{path}_id")
        labels = [column(f"{path}__{name}") for name in self.label_of(model)]
        text = (
            f"r[{labels[0]}]"
            if len(labels) == 1
            else f"' '.join(map(str, filter(None, ({', '.join(f'r[{i}]' for i in labels)}))))"
        )
        return f"(None if r[{at}] is None else {{'id': r[{at}], 'label': {text}}})"


@extend_schema_field(ID_AND_LABEL)
class Linked(serializers.Field):
    """A reference that follows from other tables: two annotations of the queryset, one the id and one the label."""

    def __init__(self, pk: str, label: str, **kwargs: Any) -> None:
        kwargs |= {"read_only": True, "source": "*", "allow_null": True}
        super().__init__(**kwargs)
        self.pk, self.linked_label = pk, label

    def to_representation(self, value: Any) -> dict[str, Any] | None:
        """Return the id and the label, or None where there is no such row."""
        pk = getattr(value, self.pk)
        return None if pk is None else {"id": pk, "label": getattr(value, self.linked_label)}

    def compile(self, path: str, model: Any, column: Column) -> str:
        """Return the Python expression over the row `r` that makes the same."""
        at, label = column(self.pk), column(self.linked_label)
        return f"(None if r[{at}] is None else {{'id': r[{at}], 'label': r[{label}]}})"


class InWords(serializers.Field):
    """What is kept for programs and shown in words, in the reader's language: `words` makes them of it."""

    def __init__(self, words: Callable[[Any], Any], **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.words = words

    def to_representation(self, value: Any) -> Any:
        """Return the words."""
        return self.words(value)


@extend_schema_field({"type": "string"})
class Words(InWords):
    """A few words, or a sentence."""


class Number(serializers.IntegerField):
    """A whole number that fits the column: true is none, nor is one in the digits of other scripts."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if isinstance(data, bool) or (isinstance(data, str) and (not data.isascii() or "_" in data)):
            self.fail("invalid")
        return super().to_internal_value(data)


class Id(Number):
    """A foreign key as it is written: the id of a row. The service or the database says whether it exists."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_ID, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        """Return the id; `{"id": 12}` as it was read is taken too."""
        if isinstance(data, dict) and set(data) <= {"id", "label"} and "id" in data:
            data = data["id"]
        return super().to_internal_value(data)


class Fraction(serializers.DecimalField):
    """A number with so many decimals, as text. Nothing is rounded in silence."""

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the number; only plain ASCII digits with a sign and a point are one."""
        if isinstance(data, bool):
            self.fail("invalid")
        if isinstance(data, str):
            text = data.strip()
            if not text.isascii() or any(mark in text for mark in "_,eE") or len(text) > 30:
                self.fail("invalid")
            try:
                Decimal(text)
            except InvalidOperation:
                self.fail("invalid")
        return super().to_internal_value(data)


class Money(Fraction):
    """An amount as text with at most two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)


class TaxRate(Fraction):
    """A tax rate as a fraction: 0.15 is 15 %, and 100 % is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=5, decimal_places=4, min_value=Decimal(0), max_value=Decimal("0.9999"), **kwargs)


class Positive(Money):
    """An amount above zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), **kwargs)


class Quantity(Number):
    """A count of pieces, one or more, that fits the column."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 1)
        kwargs.setdefault("max_value", 1_000_000)
        super().__init__(**kwargs)


def _in_plain_digits(data: Any) -> Any:
    """Return what was sent, or a text that is no date for the digits of other scripts, which Python takes too."""
    return "" if isinstance(data, str) and not data.isascii() else data


class Day(serializers.DateField):
    """A day as it is written."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the day."""
        return super().to_internal_value(_in_plain_digits(data))


class Instant(serializers.DateTimeField):
    """A day and time as they are written."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the instant."""
        return super().to_internal_value(_in_plain_digits(data))


class Currency(serializers.RegexField):
    """An ISO 4217 code."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Give the code of three letters: GHS."),
        "unknown_currency": _("There is no currency {code}."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[A-Z]{3}\Z", **kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        """Return the code of a currency that there is."""
        code = super().run_validation(data)
        if code not in CURRENCIES:
            self.fail("unknown_currency", code=code)
        return code


class Text(serializers.CharField):
    """A text, no longer than anybody reads."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Return the text; a number is none: what it was written with, as the 0 before a phone number, is lost."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


INPUTS: dict[type[models.Field], type[serializers.Field]] = {
    models.CharField: Text,
    models.TextField: Text,
    models.DateField: Day,
    models.DateTimeField: Instant,
    models.DecimalField: Fraction,
    models.IntegerField: Number,
    models.PositiveIntegerField: Number,
    models.PositiveSmallIntegerField: Number,
}


class Inputs(serializers.ModelSerializer):
    """What may be written of a row: the fields that a model's columns make are as strict as our own."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | INPUTS
