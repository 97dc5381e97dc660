"""Races for the last file that a document takes."""

import pytest

from apps.attachments import services
from apps.attachments.models import Attachment
from apps.attachments.tests.factories import CSV, attach
from apps.invoices.tests.factories import make_issued
from common.errors import Conflict
from common.testing.races import Round, race, without_locks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture(autouse=True)
def room_for_one(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(services, "MOST_FILES", 1)


def add(people) -> list[Round]:
    adders = (people["sales"], people["manager"])
    return race(
        2,
        lambda i, invoice: attach(people, invoice, actor=adders[i].username, data=CSV).pk,
        prepare=lambda: make_issued(people),
    )


def test_of_two_last_files_one_is_kept(people, settings):
    rounds = add(people)
    for played in rounds:
        assert [type(error) for error in played.errors] == [Conflict]
        assert [file.pk for file in Attachment.objects.filter(document=played.prepared.pk)] == played.values
    assert len(list(settings.MEDIA_ROOT.iterdir())) == len(rounds), "the loser's file is gone"


def test_control_without_the_lock_both_are_kept(people):
    with without_locks():
        assert any(len(played.values) == 2 for played in add(people))
