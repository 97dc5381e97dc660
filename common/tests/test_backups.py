"""A dump holds every row, is proved by a restore, and old dumps are thinned out."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.attachments.tests.factories import PDF, attach
from apps.invoices.tests.factories import make_issued
from common import backups

pytestmark = pytest.mark.timeout(120)
RESTORED = "fettle_restored_by_a_test"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return tmp_path


@pytest.fixture
def restored():
    """The name of a database that does not exist before the test, nor after it."""
    drop = f"DROP DATABASE IF EXISTS {RESTORED}"
    with backups._connect() as server:
        server.execute(drop)
        yield RESTORED
        server.execute(drop)


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("backup", *arguments, stdout=output)
    return output.getvalue()


def test_a_dump_is_proved_and_can_be_restored(db, data_dir, restored):
    said = run("--verify")
    (dump,) = (data_dir / "backups").iterdir()
    assert dump.stat().st_mode & 0o777 == 0o600
    assert "The restored copy holds the same" in said
    assert f"{dump}: " in said
    with connection.cursor() as cursor:
        expected = backups.rows_by_table(cursor)
    assert f"Database {restored} holds {sum(expected.values()):,} rows in {len(expected)} tables." in run(
        "restore", str(dump), "--into", restored
    )
    with backups._connect(restored) as copy:
        assert backups.rows_by_table(copy.cursor()) == expected
    with pytest.raises(CommandError, match=f"Database {restored} exists already"):
        run("restore", str(dump), "--into", restored)


def test_a_dump_is_restored_where_the_roles_of_its_server_are_not_known(db, data_dir, restored):
    role = f"stranger_{os.getpid()}"
    with backups._connect() as server:
        server.execute(f"CREATE ROLE {role}")
        try:
            server.execute(f"GRANT SELECT ON common_counter TO {role}")
            run()
        finally:
            server.execute(f"DROP OWNED BY {role}")
            server.execute(f"DROP ROLE {role}")
    (dump,) = (data_dir / "backups").glob("*.dump")
    assert f"Database {restored} holds" in run("restore", str(dump), "--into", restored)


@pytest.fixture
def media(data_dir):
    """A folder with two files that people keep, and one that is just being written."""
    folder = data_dir / "media"
    folder.mkdir()
    for name in ("a" * 32, "b" * 32, "c" * 32 + ".part"):
        (folder / name).write_bytes(name.encode())
    return folder


def told(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_copied_once_and_restored_with_a_dump(people, data_dir, media, restored):
    """What a row says of its file holds in the restored copy: the same name, the same hash."""
    kept = attach(people, make_issued(people), data=PDF)
    files = {name: (media / name).read_bytes() for name in ("a" * 32, "b" * 32, kept.stored_name)}
    said = run("--verify")
    copies = data_dir / "backups" / "files"
    assert f"{copies}: 3 files, 3 of them new, compared byte for byte" in said
    assert told(copies) == files
    assert {path.stat().st_mode & 0o777 for path in copies.iterdir()} == {0o600}
    (media / ("d" * 32)).write_bytes(b"later")
    assert f"{copies}: 4 files, 1 of them new" in run()
    (media / kept.stored_name).unlink()
    dump = min((data_dir / "backups").glob("*.dump"))
    assert f"{data_dir}/media-{restored}: 4 files" in run("restore", str(dump), "--into", restored)
    back = data_dir / f"media-{restored}"
    assert told(back) == files | {"d" * 32: b"later"}
    assert hashlib.sha256((back / kept.stored_name).read_bytes()).hexdigest() == kept.sha256


def test_files_are_restored_to_where_one_says(db, data_dir, media, restored):
    run()
    (dump,) = (data_dir / "backups").glob("*.dump")
    run("restore", str(dump), "--into", restored, "--files", str(data_dir / "elsewhere"))
    assert set(told(data_dir / "elsewhere")) == {"a" * 32, "b" * 32}


def test_files_are_never_mixed_with_others(data_dir, media):
    with pytest.raises(backups.BackupError, match=r"Folder .*media is not empty"):
        backups.files_restore(data_dir / "x.dump", into=media, say=print)


def test_a_copy_that_differs_is_found(db, data_dir, media):
    backups.files_copy(verify=True, say=print)
    (data_dir / "backups" / "files" / ("a" * 32)).write_bytes(b"touched")
    with pytest.raises(backups.BackupError, match=f"differ from their copies: {'a' * 32}$"):
        backups.files_copy(verify=True, say=print)


def test_a_file_that_cannot_be_copied_is_told(data_dir, media, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups.shutil, "copyfile", full)
    with pytest.raises(backups.BackupError, match=r"could not be copied to .*: No space left on device"):
        backups.files_copy(verify=False, say=print)
    assert told(data_dir / "backups" / "files") == {}


def test_a_dump_that_differs_is_not_kept(db, data_dir, monkeypatch):
    monkeypatch.setattr(backups, "backup_restore", lambda dump, **where: {"public.stranger": 1})
    monkeypatch.setattr(backups, "rows_by_table", lambda cursor: {"public.common_counter": 2})
    with pytest.raises(CommandError, match=r"public\.common_counter 2 ≠ None, public\.stranger None ≠ 1"):
        run("--verify")
    assert list((data_dir / "backups").iterdir()) == []


def test_a_failing_program_is_quoted(db, data_dir, restored):
    (data_dir / "broken.dump").write_text("this is no dump")
    with pytest.raises(CommandError, match=r"pg_restore failed: .*valid archive"):
        run("restore", str(data_dir / "broken.dump"), "--into", restored)


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["restore"], "Say what to restore and where to"),
        (["restore", "x.dump"], "Say what to restore and where to"),
        (["restore", "x.dump", "--into", "y"], "There is no file x.dump"),
    ],
)
def test_a_restore_that_is_not_fully_said_is_refused(db, arguments, refusal):
    with pytest.raises(CommandError, match=refusal):
        run(*arguments)


def test_seven_days_four_weeks_and_six_months_are_kept():
    last = datetime(2026, 11, 20, 23, tzinfo=UTC)  # a Friday
    moments = [last - timedelta(hours=12 * half_days) for half_days in range(2 * 300)]
    kept = sorted(moment.strftime("%m-%d %H") for moment in backups.to_keep(moments))
    days = [f"11-{day} 23" for day in range(14, 21)]
    weeks = ["11-01 23", "11-08 23", "11-15 23"]  # Sundays; the fourth week ends with the last day
    months = ["06-30 23", "07-31 23", "08-31 23", "09-30 23", "10-31 23"]
    assert kept == sorted({*days, *weeks, *months})


def test_rotation_removes_what_is_not_kept_and_leaves_strangers(data_dir):
    names = [f"fettle-202610{day:02}T030000Z.dump" for day in range(1, 21)]
    for name in [*names, "fettle-before-the-upgrade.dump", "notes.txt"]:
        (backups.folder() / name).touch()
    removed = [path.name for path in backups.backups_rotate()]
    assert removed == [name for name in names if int(name[13:15]) in {1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 13}]
    assert (backups.folder() / "fettle-before-the-upgrade.dump").exists()
    assert (backups.folder() / "notes.txt").exists()
