"""Signing in with a browser: cookies, CSRF, lock-out, and how a session ends."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from apps.accounts.api.authentication import _begun_with
from apps.accounts.models import Session, User
from apps.accounts.services import password_set, user_deactivate
from apps.accounts.tests.browser import PASSWORD, Browser
from common.db.acting import system_user

pytestmark = pytest.mark.django_db


def key_in(message):
    """Return the key of the reset link in a mail."""
    return re.search(r"/([0-9a-z]+-[0-9a-z]+-[0-9a-f]+)\s", message.body)[1]


@pytest.mark.parametrize(
    "name", [{"username": "manager"}, {"username": "MANAGER"}, {"email": "manager@fettle.example"}]
)
def test_username_or_email_with_the_password_signs_in(manager, visitor, name):
    answer = visitor.sign_in(**name)
    assert (answer.status, answer.json["meta"]["is_authenticated"]) == (200, True)
    me = visitor.get("me")
    assert (me.status, me.json["username"]) == (200, "manager")


def test_a_wrong_password_signs_nobody_in(manager, visitor):
    answer = visitor.sign_in("not the password", username="manager")
    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "username_password_mismatch")
    assert visitor.get("me").status == 401
    assert Session.objects.filter(user=manager).count() == 0


def test_signing_in_without_the_csrf_token_is_refused(manager, visitor):
    visitor.auth("GET", "config")
    answer = visitor.auth("POST", "auth/login", {"username": "manager", "password": PASSWORD}, csrf=False)
    assert answer.status == 403
    assert Session.objects.filter(user=manager).count() == 0


def test_a_write_without_the_csrf_token_is_refused_and_changes_nothing(signed_in, manager):
    etag = signed_in.get("me").headers["ETag"]
    answer = signed_in.send("PATCH", "me", {"phone": "0201"}, csrf=False, If_Match=etag)
    assert (answer.status, answer.codes) == (403, ["permission_denied"])
    assert User.objects.get(pk=manager.pk).phone == ""
    assert signed_in.send("PATCH", "me", {"phone": "0201"}, If_Match=etag).json["phone"] == "0201"


def test_after_signing_out_the_cookie_is_worth_nothing(signed_in):
    kept = signed_in.session_key
    signed_in.auth("DELETE", "auth/session", {})
    signed_in.client.cookies["sessionid"] = kept
    assert signed_in.get("me").status == 401


def test_a_session_outlives_the_key_that_signed_it_for_as_long_as_one_says(signed_in, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    _begun_with.cache_clear()
    assert signed_in.get("me").status == 200
    settings.SECRET_KEY_FALLBACKS = []
    _begun_with.cache_clear()
    assert signed_in.get("me").status == 401


def test_the_session_key_changes_at_sign_in(manager, visitor):
    visitor.client.cookies["sessionid"] = "fixedbyanattacker0123456789abcdef"
    visitor.sign_in(username="manager")
    assert visitor.session_key != "fixedbyanattacker0123456789abcdef"
    assert Session.objects.filter(session_key="fixedbyanattacker0123456789abcdef").count() == 0


def test_the_session_knows_its_user_address_and_browser(manager, visitor):
    visitor.client.defaults["HTTP_USER_AGENT"] = "Test/1"
    visitor.sign_in(username="manager")
    session = Session.objects.get(session_key=visitor.session_key)
    assert (session.user, session.ip, session.user_agent) == (manager, "127.0.0.1", "Test/1")


def test_five_failures_lock_the_account_whichever_name_was_typed(manager, visitor):
    visitor.auth("GET", "config")
    for name in ({"username": "manager"}, {"email": "manager@fettle.example"}, {"username": "Manager"}) * 2:
        answer = visitor.auth("POST", "auth/login", name | {"password": "wrong"})
    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "too_many_login_attempts")
    right = visitor.auth("POST", "auth/login", {"username": "manager", "password": PASSWORD})
    assert right.json["errors"][0]["code"] == "too_many_login_attempts"
    assert visitor.get("me").status == 401


def test_four_failures_do_not_lock_it(manager, visitor):
    visitor.auth("GET", "config")
    for _ in range(4):
        visitor.auth("POST", "auth/login", {"username": "manager", "password": "wrong"})
    assert visitor.auth("POST", "auth/login", {"username": "manager", "password": PASSWORD}).status == 200


def test_an_inactive_user_signs_in_nowhere(manager, visitor, people):
    user_deactivate(user=manager, actor=people["admin"])
    refused = visitor.sign_in(username="manager")
    assert (refused.status, refused.json["meta"]["is_authenticated"]) == (401, False)
    assert visitor.get("me").status == 401


def test_deactivating_ends_the_sessions(signed_in, manager, people):
    user_deactivate(user=manager, actor=people["admin"])
    assert signed_in.get("me").status == 401
    assert Session.objects.filter(user=manager).count() == 0


def test_a_new_password_ends_the_sessions(signed_in, manager):
    password_set(user=manager, password="another horse 8 battery", actor=system_user())
    assert signed_in.get("me").status == 401


def test_a_password_changed_by_sql_ends_the_sessions_too(signed_in, manager):
    User.objects.filter(pk=manager.pk).update(password="!")
    assert signed_in.get("me").status == 401


def test_half_an_hour_of_silence_ends_the_session(signed_in):
    seen = Session.objects.get()
    Session.objects.update(last_seen_at=timezone.now() - timedelta(minutes=29))
    assert signed_in.get("me").status == 200
    assert Session.objects.get().last_seen_at > seen.last_seen_at
    Session.objects.update(last_seen_at=timezone.now() - timedelta(minutes=31))
    assert signed_in.get("me").status == 401
    assert signed_in.auth("GET", "auth/session").status == 401


def test_twelve_hours_end_the_session_however_busy_it_was(signed_in):
    session = Session.objects.get()
    assert timedelta(hours=11, minutes=59) < session.expire_date - session.created_at <= timedelta(hours=12)
    signed_in.auth("GET", "account/authenticators")
    assert Session.objects.get().expire_date == session.expire_date
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert signed_in.get("me").status == 401


def test_being_seen_is_written_once_a_minute(signed_in, django_assert_num_queries):
    signed_in.get("locations")
    with django_assert_num_queries(2):
        signed_in.get("locations")
    Session.objects.update(last_seen_at=timezone.now() - timedelta(seconds=61))
    with django_assert_num_queries(3):
        signed_in.get("locations")


def test_the_reset_link_sets_a_password_and_ends_the_sessions(signed_in, manager):
    other = Browser()
    other.auth("GET", "config")
    assert other.auth("POST", "auth/password/request", {"email": "manager@fettle.example"}).status == 200
    key = key_in(mail.outbox[-1])
    answer = other.auth("POST", "auth/password/reset", {"key": key, "password": "fresh horse 9 battery"})
    assert answer.status == 401  # the password is set; signing in with it comes next
    assert signed_in.get("me").status == 401
    assert other.sign_in("fresh horse 9 battery", username="manager").status == 200
    assert User.objects.get(pk=manager.pk).must_change_password is False


def test_a_reset_link_works_once(manager, visitor):
    visitor.auth("GET", "config")
    visitor.auth("POST", "auth/password/request", {"email": "manager@fettle.example"})
    key = key_in(mail.outbox[-1])
    visitor.auth("POST", "auth/password/reset", {"key": key, "password": "fresh horse 9 battery"})
    assert visitor.auth("POST", "auth/password/reset", {"key": key, "password": "stolen horse 9 b"}).status == 400


def test_asking_a_reset_for_an_unknown_address_answers_the_same(visitor, db):
    visitor.auth("GET", "config")
    assert visitor.auth("POST", "auth/password/request", {"email": "nobody@fettle.example"}).status == 200


@pytest.mark.parametrize("door", ["account/email", "account/phone", "account/password/change"])
def test_the_sign_in_library_changes_no_account(signed_in, door):
    assert signed_in.auth("POST", door, {"email": "new@fettle.example"}).status == 404


def test_nobody_signs_up(visitor, db):
    visitor.auth("GET", "config")
    body = {"username": "guest", "email": "guest@fettle.example", "password": PASSWORD}
    assert visitor.auth("POST", "auth/signup", body).status == 403
    assert not User.objects.filter(username="guest").exists()
