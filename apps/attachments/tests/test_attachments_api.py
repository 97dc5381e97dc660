"""Files of documents over the API: who sees, adds and removes them, what is refused, and how they are given out."""

import base64
import hashlib
import uuid
from io import BytesIO
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from apps.attachments.contents import MOST_BYTES
from apps.attachments.models import Attachment, Preview
from apps.attachments.services import MOST_FILES
from apps.attachments.storage import path_of
from apps.attachments.tests.factories import CSV, PDF, attach, photo, picture
from apps.customers.tests.factories import make_customer
from apps.inventory.tests.factories import receive
from apps.invoices.tests.factories import make_issued
from common.testing.callers import Answer, Caller

pytestmark = pytest.mark.django_db


def quiet(caller: Caller) -> Caller:
    """Return the caller, who gets a defect of ours as the 503 that a client would see."""
    caller.client.raise_request_exception = False
    return caller


def send(
    caller: Caller, document: Any, data: bytes, *, name: str = "receipt.png", kind: str = "invoices", **more: Any
) -> Answer:
    """Add a file as a browser does."""
    facts = {"kind": kind, "document": document, "file": SimpleUploadedFile(name, data)} | more.pop("facts", {})
    return caller.call("POST", "attachments", encode_multipart(BOUNDARY, facts), Content_Type=MULTIPART_CONTENT, **more)


def refused(answer: Answer, status: int, code: str, attr: str | None = None) -> None:
    assert (answer.status, answer.codes, answer.attrs) == (status, [code], [attr]), answer


@pytest.fixture
def invoice(people):
    return make_issued(people, customer=make_customer(people))


@pytest.fixture
def nothing_kept(media):
    """Nothing is kept to the end of the test, neither row nor file."""
    yield
    assert Attachment.objects.count() == Preview.objects.count() == 0
    assert not media.exists() or list(media.iterdir()) == []


def test_a_photo_is_kept_drawn_anew(as_, people, invoice, media):
    shown = as_("sales").ok(send(as_("sales"), invoice.pk, photo(), name="IMG_7.JPG", facts={"note": " Serial\nno. "}))
    kept = Attachment.objects.get()
    data = path_of(kept.stored_name).read_bytes()
    assert shown == {
        "id": kept.pk,
        "kind": "invoices",
        "document": invoice.pk,
        "original_name": "IMG_7.JPG",
        "media_type": "image/jpeg",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "note": "Serial no.",
        "uploaded_by": {"id": people["sales"].pk, "label": people["sales"].full_name},
        "uploaded_at": shown["uploaded_at"],
    }
    assert b"Secret" not in data
    assert [path.name for path in media.iterdir()] == [kept.stored_name]
    assert (media.stat().st_mode & 0o777, path_of(kept.stored_name).stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize(("name", "data"), [("list.csv", CSV), ("scan.pdf", PDF)])
def test_what_is_no_picture_is_kept_as_it_came(as_, invoice, name, data):
    caller = as_("billing")
    shown = caller.ok(send(caller, invoice.pk, data, name=name))
    given = caller.get(f"attachments/{shown['id']}/content")
    assert given.raw == data
    assert given.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_picture_is_looked_at_and_can_do_nothing(as_, invoice):
    caller = as_("sales")
    page = b"<script>alert(document.domain)</script>"
    shown = caller.ok(send(caller, invoice.pk, picture() + page, name="a.html"))
    given = caller.get(f"attachments/{shown['id']}/content")
    assert page not in given.raw
    assert {name: given.headers[name] for name in (
        "Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control",
    )} == {
        "Content-Type": "image/png",
        "Content-Disposition": 'inline; filename="a.html.png"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Cache-Control": "private, no-cache",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "empty"),
        (b"<svg/>", 400, "unknown_type"),
        (picture()[:60], 400, "damaged"),
        (picture(size=(5200, 5000), mode="1", colour=0), 400, "too_many_pixels"),
        (b"a," + b"x" * (MOST_BYTES - 1), 413, "too_large"),
        (b"a," + b"x" * (MOST_BYTES + 100_000), 413, "too_large"),
    ],
)
def test_what_cannot_be_kept_is_refused(as_, invoice, nothing_kept, data, status, code):
    refused(send(as_("sales"), invoice.pk, data), status, code, "file")


def test_a_large_body_is_refused_before_it_is_read(as_, invoice, nothing_kept):
    caller = as_("sales")
    answer = caller.call("POST", "attachments", b"", Content_Type=MULTIPART_CONTENT, Content_Length=str(10**12))
    refused(answer, 413, "too_large", "file")


@pytest.mark.parametrize(
    ("facts", "code", "attr"),
    [
        ({"kind": "nonsense"}, "invalid_choice", "kind"),
        ({"kind": "attachments"}, "invalid_choice", "kind"),
        ({"kind": "audit-events"}, "invalid_choice", "kind"),
        ({"document": "x"}, "invalid", "document"),
        ({"document": 0}, "min_value", "document"),
        ({"document": 2**70}, "max_value", "document"),
        ({"file": "a text"}, "invalid", "file"),
        ({"note": "x" * 301}, "max_length", "note"),
    ],
)
def test_wrong_facts_are_refused(as_, invoice, nothing_kept, facts, code, attr):
    refused(send(as_("sales"), invoice.pk, picture(), facts=facts), 400, code, attr)


def test_only_a_form_brings_a_file(as_, invoice, nothing_kept):
    refused(as_("sales").post("attachments", {"kind": "invoices"}), 415, "unsupported_media_type")
    broken = as_("sales").call("POST", "attachments", b"nonsense", Content_Type="multipart/form-data; boundary=x")
    assert (broken.status, broken.codes) == (400, ["required", "required", "required"])
    none = as_("sales").call("POST", "attachments", b"nonsense", Content_Type="multipart/form-data")
    refused(none, 400, "parse_error")


def test_json_goes_nowhere_but_where_it_went(as_, people, invoice):
    """Taking forms here opens no other address to them."""
    body = encode_multipart(BOUNDARY, {"reason": "x"})
    kept = attach(people, invoice)
    answer = as_("manager").call("POST", f"attachments/{kept.pk}/remove", body, Content_Type=MULTIPART_CONTENT)
    refused(answer, 415, "unsupported_media_type")


def test_the_name_goes_nowhere(as_, invoice, media):
    caller = as_("sales")
    shown = [caller.ok(send(caller, invoice.pk, PDF, name=name)) for name in ("../../x.pdf", "a;c=d\u202e.pdf")]
    assert [one["original_name"] for one in shown] == ["x.pdf", "a;c=d.pdf"]
    headers = [caller.get(f"attachments/{one['id']}/content").headers["Content-Disposition"] for one in shown]
    assert headers == ['attachment; filename="x.pdf"', 'attachment; filename="a;c=d.pdf"']
    assert all(len(path.name) == 32 for path in media.iterdir())
    assert len(list(media.parent.iterdir())) == 1


def test_the_same_key_keeps_one_file(as_, invoice):
    caller, key = as_("sales"), uuid.uuid4().hex
    first = send(caller, invoice.pk, PDF, name="a.pdf", Idempotency_Key=key)
    again = send(caller, invoice.pk, PDF, name="a.pdf", Idempotency_Key=key)
    assert (first.status, again.status, again.headers["Idempotent-Replayed"]) == (201, 201, "true")
    assert again.json == first.json
    refused(send(caller, invoice.pk, CSV, name="a.pdf", Idempotency_Key=key), 422, "idempotency_key_reused")
    assert Attachment.objects.count() == 1


class TestSight:
    def test_the_files_of_a_document_are_listed(self, as_, people, invoice):
        kept = [attach(people, invoice, name=f"{number}.png") for number in (1, 2)]
        attach(people, make_issued(people))
        shown = as_("auditor").ok(as_("auditor").get("attachments", kind="invoices", document=invoice.pk))
        assert [one["id"] for one in shown["results"]] == [one.pk for one in kept]
        assert shown["results"][0] == as_("auditor").ok(as_("auditor").get(f"attachments/{kept[0].pk}"))

    @pytest.mark.parametrize(
        ("query", "attr"), [({}, "kind"), ({"kind": "invoices"}, "document"), ({"kind": "x", "document": 1}, "kind")]
    )
    def test_a_list_is_always_of_one_document(self, as_, query, attr):
        answer = as_("admin").get("attachments", **query)
        assert answer.status == 400
        assert attr in answer.attrs

    @pytest.mark.parametrize("username", ["engineer", "remote_sales"])
    def test_who_does_not_see_the_document_sees_none_of_its_files(self, as_, people, invoice, username):
        """An engineer sees no invoices at all, the other seller only those of their own customers."""
        kept = attach(people, invoice)
        caller = as_(username)
        answers = [
            caller.get("attachments", kind="invoices", document=invoice.pk),
            caller.get(f"attachments/{kept.pk}"),
            caller.get(f"attachments/{kept.pk}/content"),
            caller.post(f"attachments/{kept.pk}/remove", {"reason": "x"}),
            send(caller, invoice.pk, picture()),
            send(caller, 2**60, picture()),
        ]
        assert [(answer.status, answer.codes) for answer in answers] == [(404, ["not_found"])] * 6
        assert Attachment.objects.get().deleted_at is None

    def test_whose_customer_it_is_sees_them(self, as_, people):
        own = make_issued(
            people, customer=make_customer(people, actor="manager", customer_rep=people["remote_sales"].pk)
        )
        caller = as_("remote_sales")
        shown = caller.ok(send(caller, own.pk, picture()))
        assert caller.get(f"attachments/{shown['id']}/content").status == 200

    def test_a_deleted_document_takes_no_file(self, as_, people, nothing_kept):
        customer = make_customer(people)
        manager = as_("manager")
        assert manager.delete(f"customers/{customer.pk}").status == 204
        refused(send(manager, customer.pk, picture(), kind="customers"), 404, "not_found")

    def test_an_auditor_adds_nothing(self, as_, people, invoice, nothing_kept):
        refused(send(as_("auditor"), invoice.pk, picture()), 403, "permission_denied")

    def test_a_read_only_token_adds_nothing(self, people, invoice, nothing_kept):
        from apps.accounts.services import token_create

        reader = Caller(
            people["admin"], token_create(user=people["admin"], name="r", scope="read", actor=people["admin"])[1]
        )
        refused(send(reader, invoice.pk, picture()), 403, "permission_denied")


class TestRemoving:
    @pytest.mark.parametrize("username", ["sales", "manager", "admin"])
    def test_who_added_it_and_a_manager_remove_it(self, as_, people, invoice, username):
        kept = attach(people, invoice, actor="sales")
        caller = as_(username)
        assert caller.post(f"attachments/{kept.pk}/remove", {"reason": "Wrong invoice"}).status == 204
        assert caller.get(f"attachments/{kept.pk}/content").status == 404
        assert caller.get(f"attachments/{kept.pk}").status == 404
        assert caller.get("attachments", kind="invoices", document=invoice.pk).json == {"results": []}
        assert caller.post(f"attachments/{kept.pk}/remove", {"reason": "Again"}).status == 404
        kept.refresh_from_db()
        assert kept.deleted_at is not None
        assert path_of(kept.stored_name).exists(), "it is put away, not destroyed"

    @pytest.mark.parametrize("username", ["billing", "sales2"])
    def test_nobody_else_does(self, as_, people, invoice, username):
        kept = attach(people, invoice, actor="sales")
        refused(as_(username).post(f"attachments/{kept.pk}/remove", {"reason": "x"}), 403, "permission_denied")
        kept.refresh_from_db()
        assert kept.deleted_at is None

    @pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}])
    def test_not_without_a_reason(self, as_, people, invoice, body):
        kept = attach(people, invoice, actor="sales")
        answer = as_("sales").post(f"attachments/{kept.pk}/remove", body)
        assert (answer.status, answer.attrs) == (400, ["reason"])
        kept.refresh_from_db()
        assert kept.deleted_at is None

    def test_not_what_is_stale(self, as_, people, invoice):
        kept = attach(people, invoice, actor="sales")
        answer = as_("sales").post(f"attachments/{kept.pk}/remove", {"reason": "x"}, If_Match=f'"{kept.pk}-9"')
        refused(answer, 412, "stale")

    def test_it_makes_room_for_another(self, as_, people, invoice):
        kept = [attach(people, invoice, data=CSV) for _ in range(MOST_FILES)]
        refused(send(as_("sales"), invoice.pk, picture()), 409, "too_many_files")
        assert Attachment.objects.count() == MOST_FILES
        assert as_("manager").post(f"attachments/{kept[0].pk}/remove", {"reason": "Twice"}).status == 204
        assert send(as_("sales"), invoice.pk, picture()).status == 201


class TestTheStory:
    def test_a_document_tells_of_its_files(self, as_, people, invoice):
        sales = as_("sales")
        shown = sales.ok(send(sales, invoice.pk, picture(), name="proof.png"))
        told = sales.ok(sales.get(f"invoices/{invoice.pk}/timeline"))["results"][-1]
        preview = told["file"].pop("preview")
        assert (told["action"], told["label"], told["actor"]["id"]) == ("file_added", "File added", people["sales"].pk)
        assert told["file"] == {
            "id": shown["id"], "name": "proof.png", "media_type": "image/png", "size": shown["size"], "note": "",
            "kept": True,
        }  # fmt: skip
        head, _, data = preview.partition(",")
        assert head == "data:image/webp;base64"
        with Image.open(BytesIO(base64.b64decode(data))) as small:
            assert small.size == (40, 20)
        sales.post(f"attachments/{shown['id']}/remove", {"reason": "Wrong invoice"})
        added, removed = sales.ok(sales.get(f"invoices/{invoice.pk}/timeline"))["results"][-2:]
        assert [
            (one["label"], one["reason"], one["file"]["kept"], one["file"]["preview"]) for one in (added, removed)
        ] == [
            ("File added", "", False, None),
            ("File removed", "Wrong invoice", False, None),
        ]

    def test_it_is_told_in_the_reader_s_language(self, as_, people, invoice):
        attach(people, invoice)
        answer = as_("sales").call("GET", f"invoices/{invoice.pk}/timeline", Accept_Language="da")
        assert answer.json["results"][-1]["label"] == "Fil tilføjet"

    def test_a_unit_s_passport_tells_of_them_and_its_public_page_does_not(self, as_, people, client):
        from apps.inventory.printing import public_code

        unit = receive(people)[0]
        attach(people, unit, name="scratch.png", data=CSV)
        last = as_("technician").ok(as_("technician").get(f"assets/{unit.pk}/passport"))["events"][-1]
        assert (last["kind"], last["title"], last["file"]["name"]) == ("file", "File added", "scratch.png.csv")
        assert b"scratch" not in client.get(f"/passport/{public_code(unit)}").content

    def test_files_cost_a_timeline_two_statements_however_many_they_are(self, as_, people, invoice):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        caller = as_("sales")

        def cost() -> int:
            caller.get(f"invoices/{invoice.pk}/timeline")
            with CaptureQueriesContext(connection) as captured:
                caller.ok(caller.get(f"invoices/{invoice.pk}/timeline"))
            return len(captured)

        costs = [cost()]
        for _ in range(2):
            attach(people, invoice)
            costs.append(cost())
        assert costs == [costs[0], costs[0] + 1, costs[0] + 1]


def test_the_answers_are_as_described(as_, people, invoice):
    attach(people, invoice)
    from tests.test_answers import wrong

    caller = as_("sales")
    listed = caller.get("attachments", kind="invoices", document=invoice.pk)
    one = listed.json["results"][0]["id"]
    assert wrong("/api/v1/attachments", orjson.loads(listed.raw)) == []
    assert wrong("/api/v1/attachments/{id}", caller.get(f"attachments/{one}").json) == []
    assert wrong("/api/v1/invoices/{id}/timeline", caller.get(f"invoices/{invoice.pk}/timeline").json) == []
