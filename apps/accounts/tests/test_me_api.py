"""One's own profile, password and browsers."""

import json

import pytest
from django.core import mail
from django.db import connection

from apps.accounts.models import Session, User
from apps.accounts.services import user_set_password
from apps.accounts.tasks import tell_of_new_email
from apps.accounts.tests.browser import PASSWORD, Browser
from apps.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
NEW = "fresh horse 9 battery"


def with_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def test_me_tells_who_i_am_what_i_may_and_what_the_business_decided(as_, people):
    me = as_("auditor").ok(as_("auditor").get("me"))
    permissions = me.pop("permissions")
    assert me == {
        "id": people["auditor"].pk,
        "username": "auditor",
        "full_name": "Auditor",
        "email": "auditor@fettle.example",
        "phone": "",
        "role": "Auditor",
        "roles": ["Auditor"],
        "must_change_password": False,
        "mfa_enabled": False,
        "business": {
            "name": "Fettle",
            "currency": "GHS",
            "time_zone": "Africa/Accra",
            "tax_rate": "0.0000",
            "four_eyes": True,
        },
        "demo": True,
    }
    assert "audit-events.list" in permissions
    writing = {"update", "approve", "issue", "receive"}
    assert [name for name in permissions if name.split(".")[1] in writing] == ["saved-views.update"]


def test_me_needs_somebody(anonymous):
    assert anonymous.get("me").status == 401


def test_i_change_my_name_phone_and_email_and_it_is_told(as_, people):
    with_password(people["sales"])
    facts = {"full_name": "Ama", "phone": "0201112222", "email": "ama@fettle.example"}
    answer = as_("sales").patch("me", facts | {"current_password": PASSWORD})
    assert (answer.status, answer.json["full_name"]) == (200, "Ama")
    event = AuditEvent.objects.filter(object_type="accounts_user", object_id=people["sales"].pk).latest("id")
    assert (event.actor, event.door, event.changes) == (
        people["sales"],
        "api",
        {
            "full_name": ["Sales", "Ama"],
            "phone": ["", "0201112222"],
            "email": ["sales@fettle.example", "ama@fettle.example"],
        },
    )


def test_i_do_not_promote_myself(as_, people):
    answer = as_("sales").patch("me", {"role": "Admin", "roles": ["Admin"], "is_active": False, "username": "boss"})
    assert answer.status == 200
    user = User.objects.get(pk=people["sales"].pk)
    assert (user.role, user.roles, user.is_active, user.username) == ("Sales", {"Sales"}, True, "sales")


@pytest.mark.parametrize("email", ["manager@fettle.example", "MANAGER@fettle.example"])
def test_i_do_not_take_somebody_elses_email(as_, people, email):
    with_password(people["sales"])
    answer = as_("sales").patch("me", {"email": email, "current_password": PASSWORD})
    assert (answer.status, answer.codes, answer.attrs) == (400, ["email_taken"], ["email"])
    assert User.objects.get(pk=people["sales"].pk).email == "sales@fettle.example"


def test_changing_without_if_match_is_428_and_with_an_old_one_412(as_):
    caller = as_("sales")
    old = caller.get("me").headers["ETag"]
    assert caller.call("PATCH", "me", {"phone": "1"}).status == 428
    assert caller.patch("me", {"phone": "1"}, etag=old).status == 200
    assert caller.patch("me", {"phone": "2"}, etag=old).status == 412
    assert caller.get("me").json["phone"] == "1"


def test_my_new_password_ends_every_other_session_and_keeps_this_one(signed_in, manager):
    other = Browser()
    other.sign_in(username="manager")
    before = signed_in.session_key
    answer = signed_in.send("POST", "me/password", {"current_password": PASSWORD, "new_password": NEW})
    assert answer.status == 204
    assert other.get("me").status == 401
    assert signed_in.get("me").status == 200
    assert signed_in.session_key != before
    assert Session.objects.filter(user=manager).count() == 1
    assert User.objects.get(pk=manager.pk).check_password(NEW)


@pytest.mark.parametrize(
    ("body", "code", "attr"),
    [
        ({"current_password": "wrong", "new_password": NEW}, "wrong_password", "current_password"),
        ({"current_password": PASSWORD, "new_password": PASSWORD}, "same", "new_password"),
        ({"current_password": PASSWORD, "new_password": "password12"}, "password", "new_password"),
        ({"current_password": PASSWORD, "new_password": "short"}, "password", "new_password"),
        ({"current_password": PASSWORD}, "required", "new_password"),
    ],
)
def test_a_password_that_cannot_be_is_refused_and_the_old_one_stays(signed_in, manager, body, code, attr):
    answer = signed_in.send("POST", "me/password", body)
    assert (answer.status, answer.codes, answer.attrs) == (400, [code], [attr])
    assert User.objects.get(pk=manager.pk).check_password(PASSWORD)


def test_guessing_the_current_password_is_slowed_down(signed_in, manager):
    body = {"current_password": "wrong", "new_password": NEW}
    statuses = [signed_in.send("POST", "me/password", body).status for _ in range(6)]
    assert statuses == [400] * 5 + [429]


def test_who_must_change_the_password_does_nothing_else(manager, people, visitor):
    user_set_password(user=manager, password="given horse 1 battery", actor=people["admin"])
    visitor.sign_in("given horse 1 battery", username="manager")
    assert visitor.get("me").json["must_change_password"] is True
    for path in ("assets", "users", "settings", "me/sessions", "tokens"):
        refused = visitor.get(path)
        assert (refused.status, refused.codes) == (403, ["password_change_required"])
    body = {"current_password": "given horse 1 battery", "new_password": NEW}
    assert visitor.send("POST", "me/password", body).status == 204
    assert visitor.get("assets").status == 200
    assert visitor.get("me").json["must_change_password"] is False


def test_my_sessions_are_listed_without_their_keys(signed_in):
    other = Browser()
    other.sign_in(username="manager")
    listed = signed_in.get("me/sessions")
    assert sorted(session["current"] for session in listed.json["results"]) == [False, True]
    assert signed_in.session_key.encode() not in listed.raw
    assert other.session_key.encode() not in listed.raw


def test_i_end_another_of_my_sessions(signed_in):
    other = Browser()
    other.sign_in(username="manager")
    mine = signed_in.get("me/sessions").json["results"]
    stranger = next(session["id"] for session in mine if not session["current"])
    assert signed_in.send("DELETE", f"me/sessions/{stranger}").status == 204
    assert other.get("me").status == 401
    assert signed_in.get("me").status == 200


def test_somebody_elses_session_is_not_there_to_be_ended(signed_in, admin_user):
    admin = Browser()
    admin.sign_in(username="admin2")
    theirs = admin.get("me/sessions").json["results"][0]["id"]
    assert signed_in.send("DELETE", f"me/sessions/{theirs}").status == 404
    assert signed_in.send("DELETE", f"me/sessions/{admin.session_key}").status == 404
    assert admin.get("me").status == 200


MINE = "me@fettle.example"


@pytest.mark.parametrize(("proof", "code"), [({}, "required"), ({"current_password": "wrong"}, "wrong_password")])
def test_without_my_password_my_email_stays(as_, people, proof, code):
    """A reset link goes to the email: whoever finds a browser signed in must not take the account over."""
    answer = as_("sales").patch("me", {"email": MINE, "full_name": "Another"} | proof)
    assert (answer.status, answer.codes, answer.attrs) == (400, [code], ["current_password"])
    user = User.objects.get(pk=people["sales"].pk)
    assert (user.email, user.full_name) == ("sales@fettle.example", people["sales"].full_name)


def test_of_my_new_email_the_old_one_is_told(signed_in, manager):
    etag = signed_in.get("me").headers["ETag"]
    body = {"email": MINE, "current_password": PASSWORD}
    assert signed_in.send("PATCH", "me", body, If_Match=etag).json["email"] == MINE
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [tell_of_new_email.name])
        jobs = [json.loads(args) for (args,) in cursor.fetchall()]
    assert jobs == [{"before": "manager@fettle.example", "after": MINE}]
    tell_of_new_email(**jobs[0])
    assert (mail.outbox[-1].to, MINE in mail.outbox[-1].body) == (["manager@fettle.example"], True)


def test_guessing_the_password_by_changing_the_email_is_slowed_down(signed_in):
    etag = signed_in.get("me").headers["ETag"]
    body = {"email": MINE, "current_password": "wrong"}
    assert [signed_in.send("PATCH", "me", body, If_Match=etag).status for _ in range(6)] == [400] * 5 + [429]
