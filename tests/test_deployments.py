"""The files under deployments keep what the pages about them promise."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from yaml import safe_load, safe_load_all

FOLDER = settings.BASE_DIR / "deployments"
COMPOSE = safe_load((FOLDER / "compose.yaml").read_text())["services"]
KUBERNETES = {
    (document["kind"], document["metadata"]["name"]): document
    for path in (FOLDER / "kubernetes").iterdir()
    for document in safe_load_all(path.read_text())
}


def user_of(service: str) -> str:
    """Return who a service of Compose signs in as."""
    return re.match(r"postgresql://(\w+):", COMPOSE[service]["environment"]["DATABASE_URL"])[1]


def test_on_one_machine_the_owner_prepares_and_backs_up_and_nobody_else_is_it():
    assert {name: user_of(name) for name in ("prepare", "backup", "web", "worker")} == {
        "prepare": "fettle", "backup": "fettle", "web": "fettle_web", "worker": "fettle_web",
    }  # fmt: skip
    assert COMPOSE["database"]["environment"]["POSTGRES_USER"] == "fettle"
    for name in ("web", "worker"):
        assert "OWNER" not in str(COMPOSE[name])
        assert COMPOSE[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert (
        "CREATE ROLE fettle_web LOGIN PASSWORD :'password' IN ROLE fettle_app;" in (FOLDER / "database.sql").read_text()
    )


def secrets_of(container: dict[str, Any]) -> list[str]:
    """Return the secrets a container's variables come from; of two that name one, the last counts."""
    return [source["secretRef"]["name"] for source in container["envFrom"]]


def test_in_a_cluster_too():
    web, worker, backup = (
        KUBERNETES["Deployment", "fettle-web"]["spec"]["template"]["spec"],
        KUBERNETES["Deployment", "fettle-worker"]["spec"]["template"]["spec"],
        KUBERNETES["CronJob", "fettle-backup"]["spec"]["jobTemplate"]["spec"]["template"]["spec"],
    )
    as_owner = [web["initContainers"][0], backup["containers"][0]]
    assert [secrets_of(container) for container in as_owner] == [["fettle", "fettle-owner"]] * 2
    assert [secrets_of(spec["containers"][0]) for spec in (web, worker)] == [["fettle"]] * 2
    urls = [
        KUBERNETES["Secret", name]["stringData"]["DATABASE_URL"].partition(":CHANGE")[0]
        for name in ("fettle", "fettle-owner")
    ]
    assert urls == ["postgresql://fettle_web", "postgresql://fettle"]


@pytest.mark.parametrize(
    "path",
    [
        ".env", "deployments/.env", "deployments/fettle.env", "deployments/tls/privkey.pem",
        "deployments/kubernetes/secret.yaml",
    ],
)  # fmt: skip
def test_no_version_control_takes_a_secret_and_applying_the_folder_no_example(path):
    git = ["git", "check-ignore", "--quiet", path]
    assert subprocess.run(git, cwd=settings.BASE_DIR, check=False).returncode == 0
    assert not list((FOLDER / "kubernetes").glob("*secret*.yaml"))


@pytest.mark.nightly
def test_the_image_holds_its_files_compressed(tmp_path: Path):
    """Run what the Dockerfile says, and nothing else."""
    assert settings.SPA_DIR.exists(), "Build the UI first: ./entrypoint.sh install"
    said = re.search(
        r"^RUN (FETTLE_DATA_DIR=/data .*?)^$", (FOLDER / "Dockerfile").read_text(), re.MULTILINE | re.DOTALL
    )
    command = said[1].replace("=/data ", f"={tmp_path} ").replace(".venv/bin/python", sys.executable)
    subprocess.run(
        ["bash", "-euc", command], cwd=settings.BASE_DIR, env={"PATH": os.environ["PATH"]}, check=True, timeout=250
    )
    assets = tmp_path / "static" / "spa" / "assets"
    scripts = [path for path in assets.iterdir() if path.suffix in {".js", ".css"} and path.stat().st_size > 1500]
    assert len(scripts) > 10
    assert [path.name for path in scripts for kind in (".gz", ".br") if not Path(f"{path}{kind}").exists()] == []
