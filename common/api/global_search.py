"""One box that finds anything: each resource says how its hits look, and only rows within one's scope are found."""

from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from common import access
from common.api.permissions import SignedIn
from common.errors import Invalid

HITS = 6


@dataclass(frozen=True)
class Source:
    """A resource that the search covers: its view set, its heading, and the fields that make a hit's lines."""

    view: Any
    label: str
    title: str
    status: str = ""
    detail: tuple[str, ...] = ()


_sources: list[Source] = []


def cover(*sources: Source) -> None:
    """Let the global search cover these resources, in this order."""
    _sources.extend(source for source in sources if source not in _sources)


def find(user: Any, text: str) -> list[dict[str, Any]]:
    """Return groups of hits, newest first, for every resource that the user may list."""
    groups = []
    asked = MultiValueDict({"search": [text], "page_size": [str(HITS)]})
    for source in _sources:
        if not access.may(user.roles, f"{source.view.resource}.list"):
            continue
        page = source.view._reader.page(user, asked)
        if page["results"]:
            hits = [_hit(source, row, text) for row in page["results"]]
            groups.append({"type": source.view.resource, "label": _(source.label), "hits": hits})
    return groups


def _hit(source: Source, row: dict[str, Any], text: str) -> dict[str, Any]:
    told = [_text(row.get(name)) for name in source.detail]
    matched = next((line for line in [_text(row.get(source.title)), *told] if text.lower() in line.lower()), "")
    return {
        "id": row["id"],
        "label": _text(row.get(source.title)),
        "status": row.get(source.status) if source.status else None,
        "detail": " · ".join(line for line in told if line),
        "matched": matched,
    }


def _text(value: Any) -> str:
    return str(value["label"] if isinstance(value, dict) else value or "")


class HitSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    label = serializers.CharField()
    status = serializers.CharField(allow_null=True)
    detail = serializers.CharField()
    matched = serializers.CharField()


class HitGroup(serializers.Serializer):
    type = serializers.CharField()
    label = serializers.CharField()
    hits = HitSerializer(many=True)


class SearchView(APIView):
    """Finds anything by any fragment of its number, serial, tag, name or phone."""

    permission_classes = (SignedIn,)

    @extend_schema(parameters=[OpenApiParameter("q", str, required=True)], responses=HitGroup(many=True))
    def get(self, request: Any) -> Response:
        """Return groups of hits; a scan of an exact serial or number comes first in its group."""
        text = request.query_params.get("q", "").strip()
        if not 2 <= len(text) <= 100 or "\x00" in text:
            raise Invalid(_("Type 2 to 100 characters."), field="q")
        return Response(find(request.user, text))
