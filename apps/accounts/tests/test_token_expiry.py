"""How long a token lasts: never longer than the one it was made with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import ApiToken
from apps.accounts.services import token_create
from common.testing.callers import Caller

pytestmark = pytest.mark.django_db


def token_until(people, days):
    """Return a caller by a token of the seller's that ends so many days from now, and when that is."""
    ends = timezone.now() + timedelta(days=days)
    _token, text = token_create(user=people["sales"], name="Ends", expires_at=ends, actor=people["sales"])
    return Caller(None, token=text), ends


@pytest.mark.parametrize("later", [None, timedelta(seconds=2), timedelta(days=365)])
def test_a_token_that_ends_makes_none_that_lasts_longer(people, later):
    caller, ends = token_until(people, 1)
    body = {"name": "Heir"} | ({"expires_at": (ends + later).isoformat()} if later else {})
    answer = caller.post("tokens", body)
    assert (answer.status, answer.codes, answer.attrs) == (400, ["outlives_its_maker"], ["expires_at"])
    assert not ApiToken.objects.filter(name="Heir").exists()
    caller.ok(caller.post("tokens", body | {"expires_at": (ends - timedelta(hours=1)).isoformat()}))
    assert ApiToken.objects.get(name="Heir").expiry < ends


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59.999999Z", "9900-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
def test_a_token_lasts_as_long_as_a_calendar_or_without_end(as_, at):
    caller = as_("sales")
    answer = caller.post("tokens", {"name": "Ever", "expires_at": at})
    assert (answer.status, answer.attrs) == (400, ["expires_at"])
    assert not ApiToken.objects.filter(name="Ever").exists()
    assert caller.ok(caller.post("tokens", {"name": "Ever"}))["expires_at"] is None
