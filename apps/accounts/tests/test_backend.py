"""The permission matrix answers Django's own questions too."""

import pytest

from apps.accounts.models import User
from common import access

pytestmark = pytest.mark.django_db


def test_a_user_holds_what_their_roles_hold(people):
    sales = people["sales"]
    assert sales.has_perm("orders.send")
    assert not sales.has_perm("assets.pass-qc")
    assert not sales.has_perm("assets.nonsense")
    assert sales.get_all_permissions() == set(access.permissions_of(frozenset({"Sales"})))
    assert sales.has_module_perms("orders")
    assert not sales.has_module_perms("audit")


def test_whoever_is_inactive_holds_nothing(people):
    sales = people["sales"]
    sales.is_active = False
    assert not sales.has_perm("orders.send")
    assert sales.get_all_permissions() == set()
    assert not sales.has_module_perms("orders")


def test_the_system_may_everything(people):
    assert User.objects.get(username="system").has_perm("nothing.that-exists")
