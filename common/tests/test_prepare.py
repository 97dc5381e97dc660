"""One command makes everything that must be there before Fettle starts."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from common.management.commands import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch):
    """The commands that were called, none of which did anything."""
    names = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **how: names.append(name))
    return names


@pytest.fixture
def _as_one_who_makes_no_roles():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE somebody_of_a_test")
        cursor.execute("SET LOCAL ROLE somebody_of_a_test")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def _roles():
    """The roles are there; tests beside this one on the server wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
    call_command("create_roles", stdout=StringIO())


def test_database_roles_and_static_files_in_this_order(called):
    call_command("prepare", stdout=StringIO())
    assert called == ["migrate", "createcachetable", "create_roles", "collectstatic"]


def test_an_image_has_its_static_files(called):
    call_command("prepare", "--without-static", stdout=StringIO())
    assert called == ["migrate", "createcachetable", "create_roles"]


@pytest.mark.usefixtures("_as_one_who_makes_no_roles")
def test_who_may_make_no_roles_goes_without_and_is_told(called):
    said = StringIO()
    call_command("prepare", "--without-static", stdout=said)
    assert called == ["migrate", "createcachetable"]
    assert "No roles were made" in said.getvalue()


@pytest.mark.usefixtures("_roles", "_as_one_who_makes_no_roles")
def test_once_there_are_roles_their_rights_must_follow_the_tables(called):
    call_command("prepare", "--without-static", stdout=StringIO())
    assert called == ["migrate", "createcachetable", "create_roles"]


def test_two_at_once_wait_for_one_another(called, monkeypatch):
    def held(name, **how):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [prepare.LOCK])
            called.append((name, cursor.fetchone()[0]))

    monkeypatch.setattr(prepare, "call_command", held)
    call_command("prepare", stdout=StringIO())
    assert called == [("migrate", 1), ("createcachetable", 1), ("create_roles", 1), ("collectstatic", 0)]
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("3s",)
