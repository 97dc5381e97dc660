"""Fields are built once and lent to each request: nothing of one request is found by the next."""

from types import SimpleNamespace
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from common.api.inputs import validated

built = []


class Line(serializers.Serializer):
    quantity = serializers.IntegerField(min_value=1)


class Input(serializers.Serializer):
    name = serializers.CharField(max_length=5)
    lines = Line(many=True, required=False)

    def get_fields(self) -> dict[str, Any]:
        built.append(self)
        return super().get_fields()

    def validate_name(self, name: str) -> str:
        return f"{name} of {self.context['request'].user}"


def request(user: str, **data: Any) -> Any:
    return SimpleNamespace(data=data, user=user)


def test_each_request_is_validated_for_itself_by_the_same_fields():
    assert validated(Input, request("Ama", name="A", lines=[{"quantity": 1}])) == {
        "name": "A of Ama",
        "lines": [{"quantity": 1}],
    }
    with pytest.raises(ValidationError) as refused:
        validated(Input, request("Kofi", lines=[{"quantity": 0}]))
    assert set(refused.value.detail) == {"name", "lines"}
    assert validated(Input, request("Kofi"), of=object()) == {}
    assert validated(Input, request("Esi", name="B")) == {"name": "B of Esi"}
    assert len(built) == 1


def test_the_fields_keep_nothing_of_a_request():
    validated(Input, request("Ama", name="A"))
    assert [field.parent for field in built[0].fields.values()] == [None, None]
