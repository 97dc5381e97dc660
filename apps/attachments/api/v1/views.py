from typing import Any

from django.http import HttpResponse
from django.utils.csp import CSP, build_policy
from django.utils.http import content_disposition_header
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from apps.attachments import contents, selectors, services
from apps.attachments.api.v1 import serializers
from apps.attachments.contents import MOST_BYTES, PICTURES, MediaType
from apps.attachments.models import Attachment
from apps.attachments.storage import NotReadable, log, nothing_left_behind, path_of
from common.api.documents import Reason
from common.api.etag import etag_of, expect
from common.api.headers import headers
from common.api.idempotency import once
from common.api.parsers import StrictJSONParser
from common.api.renderers import FileNegotiation
from common.api.schema import ErrorResponse
from common.plain_text import whole

# The rest of a form that carries a file.
MOST_AROUND_IT = 64 * 1024
# A picture that is opened by itself can run nothing and load nothing.
SANDBOX = build_policy({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "sandbox": True})


class AttachmentViewSet(GenericViewSet):
    """Files that are kept with documents: whoever sees a document sees its files."""

    resource = "attachments"
    serializer_class = serializers.AttachmentSerializer
    lookup_value_converter = "id"
    pagination_class = None
    filter_backends = ()
    # A new file comes in a form, and nothing else does.
    parser_classes = (MultiPartParser,)

    def access_action(self) -> str | None:
        """Return the action's name in the permission matrix, or None where the method is not offered at all."""
        return getattr(getattr(self, self.action or "", None), "access", self.action)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large before anything of it is read, who sends it included."""
        length = whole(request.headers.get("Content-Length") or "0")
        if self.action == "create" and (length is None or length > MOST_BYTES + MOST_AROUND_IT):
            raise contents.too_large()
        super().initial(request, *args, **kwargs)

    def get_object(self) -> Attachment:
        """Return the file that the address names. Raises NotFound for one whose document the user does not see."""
        return selectors.attachment_in_sight(pk=self.kwargs["pk"], user=self.request.user)

    def answer(self, attachment: Attachment, status_code: int = 200) -> Response:
        """Return what is known of the file, with its ETag."""
        shown = serializers.AttachmentSerializer(attachment).data
        return Response(shown, status=status_code, headers={"ETag": etag_of(attachment)})

    @extend_schema(
        parameters=[serializers.DocumentInput], responses={200: serializers.AttachmentList, 404: ErrorResponse}
    )
    def list(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return the files of one document, the oldest first."""
        asked = serializers.DocumentInput(data=request.query_params)
        asked.is_valid(raise_exception=True)
        selectors.document_in_sight(user=request.user, **asked.validated_data)
        found = selectors.attachments_of(**asked.validated_data).select_related("uploaded_by")
        return Response({"results": serializers.AttachmentSerializer(found, many=True).data})

    @headers(etag=True)
    def retrieve(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return what is known of the file."""
        return self.answer(self.get_object())

    @headers(key=False, etag=True)
    @extend_schema(
        request={"multipart/form-data": serializers.AttachmentInput},
        responses={201: serializers.AttachmentSerializer} | dict.fromkeys((404, 409, 413, 503), ErrorResponse),
    )
    def create(self, request: Any, *_: Any, **__: Any) -> Any:
        """Put a file to a document. Pictures are drawn anew, so that nothing in them tells where they were taken."""

        def run() -> Response:
            parsed = serializers.AttachmentInput(data=request.data)
            parsed.is_valid(raise_exception=True)
            facts = parsed.validated_data
            file = facts.pop("file")
            added = services.attachment_add(name=file.name, data=file.read(), actor=request.user, **facts)
            return self.answer(added, status.HTTP_201_CREATED)

        with nothing_left_behind():
            return once(request, run, required=False)

    @extend_schema(responses={(200, kind): bytes for kind in MediaType.values} | {503: ErrorResponse})
    @action(detail=True, methods=["get"], content_negotiation_class=FileNegotiation)
    def content(self, request: Any, *_: Any, **__: Any) -> HttpResponse:
        """Return the file itself: a picture to be looked at, everything else to be saved."""
        attachment = self.get_object()
        try:
            data = path_of(attachment.stored_name).read_bytes()
        except OSError as error:
            log.exception("A file could not be read.", attachment=attachment.pk)
            raise NotReadable from error
        as_attachment = attachment.media_type not in PICTURES
        response = HttpResponse(data, content_type=attachment.media_type)
        response.headers["Content-Disposition"] = content_disposition_header(as_attachment, attachment.original_name)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers[str(CSP.HEADER_ENFORCE)] = SANDBOX
        return response

    content.access = "retrieve"  # type: ignore[attr-defined]

    @headers(key=False, if_match=False)
    @extend_schema(request=Reason, responses={204: None})
    @action(detail=True, methods=["post"], parser_classes=[StrictJSONParser])
    def remove(self, request: Any, *_: Any, **__: Any) -> Any:
        """Take the file away from its document, with the reason: whoever added it may, and a Manager."""

        def run() -> Response:
            attachment = self.get_object()
            expect(request, attachment, required=False)
            parsed = Reason(data=request.data)
            parsed.is_valid(raise_exception=True)
            services.attachment_remove(attachment=attachment, actor=request.user, **parsed.validated_data)
            return Response(status=status.HTTP_204_NO_CONTENT)

        return once(request, run, required=False)
