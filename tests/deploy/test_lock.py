"""requirements.lock against pyproject.toml, without a network."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.lock import without_hosts

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def locked() -> dict[str, tuple[str, list[str]]]:
    """Version and hashes of every package of the lock, by canonical name."""
    found: dict[str, tuple[str, list[str]]] = {}
    for entry in re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", LOCK)):
        pinned, *hashes = [line.strip().rstrip("\\").strip() for line in entry.strip().splitlines()]
        requirement = Requirement(pinned)
        [specifier] = requirement.specifier
        assert specifier.operator == "==", pinned
        found[canonicalize_name(requirement.name)] = (specifier.version, hashes)
    return found


def dependencies() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


@pytest.mark.parametrize("dependency", dependencies(), ids=lambda requirement: requirement.name)
def test_the_lock_has_a_version_that_pyproject_allows(dependency: Requirement) -> None:
    pinned = locked().get(canonicalize_name(dependency.name))
    assert pinned is not None, f"{dependency.name} is not locked: run deploy/lock.py"
    assert pinned[0] in dependency.specifier, f"{dependency} is locked at {pinned[0]}: run deploy/lock.py"


def test_every_locked_package_has_hashes_and_nothing_but_hashes() -> None:
    for name, (_, hashes) in locked().items():
        assert hashes, name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), name


def test_the_lock_names_no_host_and_no_index() -> None:
    assert "://" not in LOCK
    assert not re.search(r"(?im)^\s*(-i|--index|--extra-index|--find-links|--trusted-host)", LOCK)


def test_what_names_a_host_is_left_out_of_the_lock() -> None:
    written = "# via https://example.org\n--index-url https://example.org/simple\na==1 \\\n    --hash=sha256:00\n"
    assert without_hosts(written) == "a==1 \\\n    --hash=sha256:00\n"
