"""`manage create_token` hands a token to a machine that cannot sign in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import ApiToken
from common.testing.callers import Caller

pytestmark = pytest.mark.django_db


def create(*args: str) -> str:
    out = StringIO()
    call_command("create_token", *args, stdout=out)
    return out.getvalue()


def test_the_token_stands_on_the_last_line_and_signs_in(people):
    text = create("SALES", "--name", "Till", "--expires", "2999-01-31T00:00:00Z", "--scope", "read").splitlines()[-1]
    caller = Caller(None, text)
    assert caller.get("me").json["username"] == "sales"
    assert caller.post("orders", {}).status == 403
    token = ApiToken.objects.get()
    assert (token.name, str(token.expiry.date())) == ("Till", "2999-01-31")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("nobody", "--name", "x"), "There is no active user nobody"),
        (("sales", "--name", "x", "--expires", "2999-01-31T00:00:00"), "must be an instant with zone"),
        (("sales", "--name", "x", "--expires", "tomorrow"), "must be an instant with zone"),
    ],
)
def test_what_is_wrong_is_said_and_no_token_made(people, args, message):
    with pytest.raises(CommandError, match=message):
        create(*args)
    assert ApiToken.objects.count() == 0
