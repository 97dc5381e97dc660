"""Parts of a running Fettle are killed under load: nothing acknowledged is lost, and it comes back by itself."""

import os
import random
import signal
from collections.abc import Iterator

import pytest

from tests.faults.running import Clients, Fettle, wait_for

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(1500)]

ROUNDS = int(os.environ.get("FETTLE_FAULT_ROUNDS", "10"))
# While the supervisor starts another: what is left of the one before may still answer a little longer.
GONE = 0


@pytest.fixture(scope="module")
def fettle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fettle]:
    """Everything on this machine, as `./entrypoint.sh demo` starts it."""
    running = Fettle(tmp_path_factory.mktemp("fettle"))
    yield running
    running.stop()


def web_worker(fettle: Fettle) -> int:
    """Return one of the processes that answer requests: they are the children of the first."""
    return random.choice(fettle.processes("granian")[1:] or [GONE])


def web_master(fettle: Fettle) -> int:
    return next(iter(fettle.processes("granian")), GONE)


def backend(fettle: Fettle) -> int:
    """Return the process of one database session; killing it makes PostgreSQL end them all and recover."""
    sessions = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    return random.choice(fettle.sql(sessions))


def postmaster(fettle: Fettle) -> int:
    return int((fettle.server.data / "postmaster.pid").read_text().splitlines()[0])


@pytest.mark.parametrize("victim", [web_worker, web_master, backend, postmaster], ids=lambda f: f.__name__)
def test_a_part_is_killed_under_load_and_no_sale_is_lost(fettle, victim):
    with Clients(fettle) as clients:
        for _ in range(ROUNDS):
            before = len(clients.sold)
            wait_for(lambda before=before: len(clients.sold) > before + 3, "sales go on")
            os.kill(wait_for(lambda: victim(fettle), "there is one to kill"), signal.SIGKILL)
            wait_for(fettle.is_ready, "it serves again")
    assert clients.unexpected == []
    assert len(clients.sold) >= 4 * ROUNDS
    for pk, number in clients.sold:
        told = fettle.sql(
            "SELECT i.invoice_number, i.status, i.balance, count(p.id) FROM invoices_invoice i"
            f" LEFT JOIN payments_payment p ON p.invoice_id = i.id WHERE i.id = {pk} GROUP BY i.id"
        )
        assert told == [(number, "Paid", 0, 1)]
    assert "rules hold" in fettle.manage("check_invariants")


def test_a_job_whose_worker_is_killed_runs_again(fettle):
    """It waits for a locked table when its worker is killed, and is given to another within minutes."""
    with fettle.connect() as holder:
        holder.execute("LOCK TABLE common_idempotencykey")
        fettle.manage("procrastinate", "defer", "common.tasks.tidy", '{"timestamp": 0}')
        job = (
            "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'common.tasks.tidy' ORDER BY id DESC LIMIT 1"
        )
        wait_for(lambda: fettle.sql(job) == ["doing"], "the job is begun")
        os.kill(fettle.processes("procrastinate worker")[0], signal.SIGKILL)
        assert fettle.sql(job) == ["doing"]
    wait_for(lambda: fettle.sql(job) == ["succeeded"], "the job is done", 420)


def test_told_to_end_it_ends_in_order_and_starts_again_with_everything(fettle):
    sold = fettle.sql("SELECT count(*) FROM payments_payment")
    fettle.stop()
    assert fettle.process.returncode == 0
    assert fettle.server._state() is None
    fettle.start()
    assert fettle.sql("SELECT count(*) FROM payments_payment") == sold
