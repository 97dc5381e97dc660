"""Two Admins who deactivate each other at the same moment: one of them stays."""

from unittest import mock

import pytest
from django.contrib.auth.models import Group

from apps.accounts import services
from apps.accounts.models import User
from common.errors import Conflict
from common.testing.races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
NAMES = ("admin", "admin2")


def both_active():
    """Both Admins are active, and nobody else is one."""
    User.objects.filter(username__in=NAMES).update(is_active=True)
    return [User.objects.get(username=name) for name in NAMES]


def deactivate_each_other(**how):
    """Let the two deactivate each other, round after round."""
    return race(
        2,
        lambda i, pair: services.user_deactivate(user=pair[1 - i], actor=pair[i]).username,
        prepare=both_active,
        **how,
    )


def test_one_admin_always_stays(people):
    for played in deactivate_each_other():
        assert [(type(error), error.code) for error in played.errors] == [(Conflict, "last_admin")]
        assert len(played.values) == 1
    assert User.objects.filter(username__in=NAMES, is_active=True).count() == 1


def test_control_without_the_lock_none_stays(people):
    held = type(Group.objects.all()).select_for_update

    def unheld(rows, **how):
        return rows if rows.model is Group else held(rows, **how)

    with mock.patch.object(type(Group.objects.all()), "select_for_update", unheld):
        played = deactivate_each_other(rounds=3)
    assert any(len(each.values) == 2 for each in played)
