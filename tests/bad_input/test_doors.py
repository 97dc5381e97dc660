"""Callers and hosts that are not ours."""

import pytest
from django.db import connection
from django.test import Client

from apps.accounts.services import token_create, user_update
from common.testing.callers import Answer, Caller
from tests.bad_input.catalogue import refused, written

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


def test_90_a_session_without_its_csrf_token(people, unchanged):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["manager"], backend="apps.accounts.backends.RoleBackend")
    before = written()
    answer = Answer(client.post("/api/v1/locations", {"location_name": "New"}, content_type="application/json"))
    refused(answer, 403, "permission_denied")
    assert written() == before
    client.logout()


@pytest.mark.parametrize("token", ["", "x", "x" * 64])
def test_90_a_sign_in_without_its_csrf_token(people, unchanged, token):
    client = Client(enforce_csrf_checks=True)
    facts = {"username": "manager", "password": "fettle-demo"}
    address = "/_allauth/browser/v1/auth/login"
    answer = Answer(client.post(address, facts, content_type="application/json", headers={"X-CSRFToken": token}))
    refused(answer, 403, "permission_denied")


@pytest.mark.parametrize("token", ["x", "ft_" + "0" * 61, "", "ft_ ", "ft_\u00e9" * 20, "Bearer"])
def test_91_a_token_that_is_none(unchanged, token):
    refused(Caller(None, token or " ").get("assets"), 401)


def test_91_the_token_of_somebody_who_left(people):
    admin, clerk = people["admin"], people["warehouse2"]
    caller = Caller(clerk)
    assert caller.get("assets").status == 200
    user_update(user=clerk, actor=admin, is_active=False)
    refused(caller.get("assets"), 401, "authentication_failed")


def test_91_an_expired_token(people):
    from datetime import timedelta

    from django.utils import timezone
    from time_machine import travel

    clerk = people["warehouse"]
    token = token_create(user=clerk, name="Short", expires_at=timezone.now() + timedelta(hours=1), actor=clerk)[1]
    assert Caller(None, token).get("assets").status == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_apitoken SET expiry = now() - interval '1 second' WHERE name = 'Short'")
    with travel(timezone.now()):
        refused(Caller(None, token).get("assets"), 401, "authentication_failed")


@pytest.mark.parametrize("cookie", ["abc", "x" * 5000, "'; --", "\u00e9"])
def test_91_a_session_that_is_none(unchanged, cookie):
    client = Client()
    client.cookies["sessionid"] = cookie
    refused(Answer(client.get("/api/v1/assets")), 401, "not_authenticated")


@pytest.mark.parametrize("header", ["HTTP_HOST", "SERVER_NAME"])
def test_94_a_host_that_is_not_ours(manager, unchanged, header):
    answer = Answer(Client().get("/api/v1/assets", **{header: "evil.example"}))
    refused(answer, 400)


def test_94_a_forwarded_host_is_not_believed(manager, unchanged):
    answer = manager.call("GET", "locations", X_Forwarded_Host="evil.example")
    assert answer.status == 200
    assert b"evil.example" not in answer.raw
