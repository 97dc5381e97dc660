"""The database itself keeps roles apart, whatever door they come by, and says what the services say."""

from contextlib import contextmanager
from itertools import combinations, permutations
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.translation import override

from apps.accounts import services
from apps.accounts.models import BusinessSettings, User
from apps.accounts.roles import CLASHES, ROLES, clash_of
from common.api.errors import from_integrity_error
from common.db.acting import act
from common.errors import Conflict, Forbidden, Invalid
from common.invariants import chosen, offenders
from common.testing.races import race

pytestmark = pytest.mark.django_db
HELD = User.groups.through
BOTH = "Nobody is both Billing and Finance: what the one asks for, the other decides or looks into."


def give(user, *names):
    """Give the user roles by one plain statement."""
    HELD.objects.bulk_create(HELD(user=user, group=Group.objects.get(name=name)) for name in names)


def refusal_of(run):
    """Return what the database's refusal of the act stands for; nothing of it remains."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        run()
    error = from_integrity_error(caught.value)
    return type(error), error.code, error.field, error.message


def unchecked():
    """No service looks for a clash in the block, as when two acts come at the same moment."""
    return mock.patch.multiple(services, clash_of=lambda names: None, _check_nobody_clashes=lambda: None)


def is_refused(run):
    """Say whether the database refuses the act. Nothing of it remains."""
    try:
        with transaction.atomic():
            run()
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def test_the_database_and_the_service_refuse_the_same_pairs(people):
    user = people["technician2"]
    user.groups.clear()
    refused = {
        (one, other)
        for one, other in permutations(ROLES, 2)
        if is_refused(lambda one=one, other=other: [give(user, one), give(user, other)])
    }
    assert refused == {pair for pair in permutations(ROLES, 2) if clash_of(pair)}
    assert refused == CLASHES | {(other, one) for one, other in CLASHES}
    assert len(CLASHES) == 22


@pytest.mark.breaks_invariants
def test_the_invariant_finds_the_same_pairs(people):
    user = people["technician2"]
    found = set()
    for pair in combinations(sorted(ROLES), 2):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            user.groups.clear()
            give(user, *pair)
            found |= {(one, other) for _, one, other in offenders(chosen(["S03"])[0], most=5)}
            transaction.set_rollback(True)
    assert found == CLASHES


def test_both_roles_at_once_are_refused_too(people):
    refusal = refusal_of(lambda: give(people["technician"], "Billing", "Finance"))
    assert refusal == (Invalid, "roles_clash", "roles", BOTH)


def test_the_api_answers_as_when_the_service_refuses(as_, people):
    caller, user = as_("admin"), people["billing"]
    by_service = caller.patch(f"users/{user.pk}", {"roles": ["Finance"]})
    with unchecked():
        by_database = caller.patch(f"users/{user.pk}", {"roles": ["Finance"]})
    assert (by_database.status, by_database.json["errors"]) == (400, by_service.json["errors"])
    assert by_database.json["errors"] == [{"code": "roles_clash", "detail": BOTH, "attr": "roles"}]
    assert User.objects.get(pk=user.pk).roles == {"Billing"}


def test_it_answers_in_the_readers_language(people):
    with override("da"):
        *_, told = refusal_of(lambda: give(people["billing"], "Finance"))
    assert told == "Ingen er både Fakturering og Økonomi: den ene afgør eller efterser, hvad den anden beder om."


def test_the_administration_site_says_it_in_the_form(people):
    user, site = people["billing"], Client()
    site.force_login(people["admin"])
    facts = {"username": "billing", "full_name": "Billing", "email": user.email, "phone": "", "role": "Billing"}
    typed = facts | {"roles": ["Billing", "Finance"], "_version": user.version}
    with unchecked():
        answer = site.post(f"/admin/accounts/user/{user.pk}/change/", typed)
    assert (answer.status_code, answer.context["adminform"].form.errors) == (200, {"roles": [BOTH]})
    assert User.objects.get(pk=user.pk).roles == {"Billing"}


def test_four_eyes_do_not_come_back_while_somebody_clashes(as_, people):
    caller = as_("admin")
    caller.ok(caller.patch("settings", {"four_eyes": False}))
    give(people["billing"], "Finance")
    with unchecked():
        answer = caller.patch("settings", {"four_eyes": True})
    assert (answer.status, answer.codes, answer.json["errors"][0]["detail"]) == (409, ["roles_clash"], BOTH)
    assert caller.get("settings").json["four_eyes"] is False
    assert refusal_of(BusinessSettings.objects.all().delete) == (Conflict, "roles_clash", None, BOTH)
    people["billing"].groups.remove(Group.objects.get(name="Finance"))
    with unchecked():
        caller.ok(caller.patch("settings", {"four_eyes": True}))


def test_a_role_takes_no_name_that_makes_a_clash(people):
    give(people["technician"], "Billing")
    Group.objects.filter(name="Finance").update(name="Treasury")
    refusal = refusal_of(lambda: Group.objects.filter(name="Technician").update(name="Finance"))
    assert refusal == (Conflict, "roles_clash", None, BOTH)


def test_a_role_held_is_never_rewritten_into_another(people):
    held = HELD.objects.filter(user=people["billing"])
    with pytest.raises(Exception, match="Cannot update rows from accounts_user_groups"), transaction.atomic():
        held.update(group=Group.objects.get(name="Finance"))
    assert [row.group.name for row in held] == ["Billing"]


def test_nobody_gives_or_takes_their_own_roles(people):
    admin, warehouse = people["admin2"], Group.objects.get(name="Warehouse")
    own = (Forbidden, "own_roles", "roles", "Nobody changes their own roles: ask another Admin.")
    for change in (lambda: admin.groups.add(warehouse), admin.groups.clear):
        with act(actor=admin):
            assert refusal_of(change) == own
    assert User.objects.get(pk=admin.pk).roles == {"Admin"}
    with act(actor=people["admin"]):
        admin.groups.add(warehouse)
    assert User.objects.get(pk=admin.pk).roles == {"Admin", "Warehouse"}


def give_one_each(people, **how):
    """Let two sessions give one user a role each, neither of which sees the other's before it ends."""

    def run(i, user):
        with transaction.atomic(), connection.cursor() as cursor:
            give(user, ("Billing", "Finance")[i])
            cursor.execute("SELECT pg_sleep(0.05)")

    def prepare():
        people["technician"].groups.clear()
        return people["technician"]

    return race(2, run, prepare=prepare, **how)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_of_two_who_give_a_role_each_one_is_refused(people):
    for played in give_one_each(people, rounds=3):
        assert [from_integrity_error(error).code for error in played.errors] == ["roles_clash"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
@pytest.mark.breaks_invariants
def test_control_without_the_lock_both_are_given(people):
    with without_line("accounts_user_groups", "roles_clash", "FOR NO KEY UPDATE"):
        assert any(played.errors == [] for played in give_one_each(people, rounds=3))


@contextmanager
def without_line(table, name, text):
    """The table's trigger lacks the text in the block."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND starts_with(tgname, %s)",
            [table, f"pgtrigger_{name}_"],
        )
        (function,) = cursor.fetchone()
        cursor.execute(function.replace(text, "").replace("%", "%%"), [])
        yield
        cursor.execute(function.replace("%", "%%"), [])
