"""What guards every test is itself guarded: the check after a test that wrote, and the seed put back."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.audit.models import AuditEvent
from common import invariants
from common.invariants import Invariant, gathered
from common.models import Counter
from common.testing.callers import token_of
from common.testing.plugin import check, writings
from common.testing.seeded import restore


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


@pytest.mark.django_db
@pytest.mark.breaks_invariants
def test_a_test_that_leaves_a_broken_rule_fails():
    Counter.objects.create(series="INV", last=3)
    with pytest.raises(
        pytest.fail.Exception, match=r"M28.INV Numbers of series INV are unique(.|\n)*\(0, 3, None, None\)"
    ):
        check()


@pytest.mark.django_db
def test_a_test_that_only_reads_is_not_checked(django_assert_num_queries):
    before = writings()
    assert Counter.objects.count() == 0
    with django_assert_num_queries(1):
        check(before)


@pytest.mark.django_db
def test_a_test_that_wrote_is_checked_in_one_statement(django_assert_num_queries):
    before = writings()
    run("CREATE TEMPORARY TABLE scribble (id int) ON COMMIT DROP")
    with django_assert_num_queries(2):
        check(before)


@pytest.mark.django_db
@pytest.mark.breaks_invariants
def test_that_a_caller_took_a_token_is_no_writing(people, django_assert_num_queries):
    before = writings()
    token_of(people["sales"])
    with django_assert_num_queries(1):
        check(before)
    AuditEvent.objects.create(object_type="x", object_id=1, actor=people["sales"], at=timezone.now(), changes={})
    with pytest.raises(pytest.fail.Exception, match="S06"):
        check(before)


@pytest.mark.django_db
def test_what_was_written_before_the_test_is_not_its_own(django_assert_num_queries):
    Counter.objects.create(series="X", last=1)
    before = writings()
    with django_assert_num_queries(1):
        check(before)
    Counter.objects.update(last=2)
    with django_assert_num_queries(2):
        check(before)


@pytest.mark.django_db
@pytest.mark.breaks_invariants
def test_what_was_written_and_undone_is_looked_at_too():
    before = writings()
    with transaction.atomic():
        Counter.objects.create(series="X", last=1)
        transaction.set_rollback(True)
    assert writings() - before == {"common_counter": 1}


@pytest.mark.django_db(transaction=True)
def test_the_seed_is_back_after_a_test_that_committed(people):
    users, told = len(people), run("SELECT count(*), max(hash) FROM audit_auditevent")
    Counter.objects.create(series="X", last=1)
    run("UPDATE accounts_user SET full_name = 'Changed'")
    restore()
    assert Counter.objects.count() == 0
    assert run("SELECT count(*), count(*) FILTER (WHERE full_name = 'Changed') FROM accounts_user") == [(users, 0)]
    assert run("SELECT count(*), max(hash) FROM audit_auditevent") == told


def test_two_rules_of_one_code_are_refused(monkeypatch):
    monkeypatch.setattr(invariants, "INVARIANTS", [*invariants.INVARIANTS, Invariant("X01", "Another.", "SELECT 1")])
    gathered.cache_clear()
    with pytest.raises(ValueError, match="Two invariants are called X01"):
        gathered()
    gathered.cache_clear()
