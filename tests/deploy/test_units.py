"""The units and the container file, as far as they can be read without starting anything."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    # The units name programs of a machine that is set up; here true(1) stands for them.
    for unit in DEPLOY.glob("fieldcare*.*"):
        text = re.sub(r"(?m)^(Exec\w+)=(?!/bin/sh|/usr/bin/find)\S+", r"\1=/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(re.sub(r"(?m)^Documentation=.*\n", "", text))
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )
    # What it finds in the machine's own units is not ours.
    assert [line for line in done.stderr.splitlines() if "fieldcare" in line] == []


def test_the_container_holds_every_package_of_the_wheel() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    copied = re.findall(r"(?m)^COPY (\w+) \1$", dockerfile)
    assert sorted(copied) == sorted(packages["packages"])
    let_in = re.findall(r"(?m)^!(\w+)$", (DEPLOY / "Dockerfile.dockerignore").read_text())
    assert sorted(let_in) == sorted(packages["packages"])


def test_the_container_runs_as_nobody_special_and_installs_by_hash_only() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"(?m)^USER (?!0|root)\d+", dockerfile)
    assert "--require-hashes --only-binary :all:" in dockerfile
    assert "HEALTHCHECK" in dockerfile
