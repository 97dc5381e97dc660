"""The second factor: one-time codes, recovery codes, passkeys."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.tests.browser import PASSWORD, Browser, code_of

pytestmark = pytest.mark.django_db
TOTP = "account/authenticators/totp"


@pytest.fixture
def secret(signed_in):
    """The manager's browser has set a one-time code up; this is its secret."""
    assert signed_in.auth("POST", "auth/reauthenticate", {"password": PASSWORD}).status == 200
    offered = signed_in.auth("GET", TOTP)
    assert offered.status == 404
    secret = offered.json["meta"]["secret"]
    assert signed_in.auth("POST", TOTP, {"code": code_of(secret)}).status == 200
    return secret


def test_me_tells_that_a_second_factor_is_on(signed_in, secret):
    assert signed_in.get("me").json["mfa_enabled"] is True


def test_a_wrong_code_sets_nothing_up(signed_in):
    signed_in.auth("POST", "auth/reauthenticate", {"password": PASSWORD})
    signed_in.auth("GET", TOTP)
    assert signed_in.auth("POST", TOTP, {"code": "000000"}).status == 400
    assert signed_in.get("me").json["mfa_enabled"] is False


def test_the_password_alone_no_longer_signs_in(secret):
    other = Browser()
    answer = other.sign_in(username="manager")
    assert answer.status == 401
    assert "mfa_authenticate" in [flow["id"] for flow in answer.json["data"]["flows"]]
    assert other.get("me").status == 401


def test_the_next_code_completes_the_sign_in_and_a_wrong_one_does_not(secret):
    other = Browser()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        other.sign_in(username="manager")
        assert other.auth("POST", "auth/2fa/authenticate", {"code": "123"}).status == 400
        assert other.get("me").status == 401
        assert other.auth("POST", "auth/2fa/authenticate", {"code": code_of(secret)}).status == 200
        assert other.get("me").json["username"] == "manager"


def test_a_code_signs_in_once(secret):
    code = code_of(secret)
    for expected in (200, 400):
        other = Browser()
        other.sign_in(username="manager")
        assert other.auth("POST", "auth/2fa/authenticate", {"code": code}).status == expected


def test_a_recovery_code_signs_in_once(signed_in, secret):
    codes = signed_in.auth("GET", "account/authenticators/recovery-codes").json["data"]["unused_codes"]
    assert len(codes) == 10
    for expected in (200, 400):
        other = Browser()
        other.sign_in(username="manager")
        assert other.auth("POST", "auth/2fa/authenticate", {"code": codes[0]}).status == expected


def test_a_passkey_is_offered_with_our_name_and_the_user(signed_in):
    signed_in.auth("POST", "auth/reauthenticate", {"password": PASSWORD})
    options = signed_in.auth("GET", "account/authenticators/webauthn").json["data"]["creation_options"]["publicKey"]
    assert (options["rp"]["id"], options["user"]["name"]) == ("testserver", "manager@fettle.example")
    assert len(options["challenge"]) >= 40


@pytest.mark.parametrize(("late", "status"), [(30, 200), (60, 401)])
def test_a_code_counts_half_a_minute_longer_and_no_more(secret, late, status):
    other = Browser()
    shown = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=2)
    with time_machine.travel(shown):
        code = code_of(secret)
    with time_machine.travel(shown + timedelta(seconds=late)):
        other.sign_in(username="manager")
        other.auth("POST", "auth/2fa/authenticate", {"code": code})
        assert other.get("me").status == status
