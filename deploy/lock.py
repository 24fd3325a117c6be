"""Write requirements.lock anew: every package a deployment installs, pinned, with the hashes of its files.

    python deploy/lock.py            keep the pinned versions where pyproject.toml still allows them
    python deploy/lock.py --upgrade  take the newest versions it allows

Needs uv and a package index. The lock names no host, so that it serves with any index; what would name one is left out.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
HEADING = "# Written by deploy/lock.py: what a deployment installs, pinned and hashed. Not to be edited by hand.\n"


def compiled(*options: str) -> str:
    """What uv resolves from pyproject.toml, for Linux, macOS and Windows alike."""
    command = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--quiet", "--output-file", LOCK.name, *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return LOCK.read_text(encoding="utf-8")


def without_hosts(text: str) -> str:
    """The lock's lines but those that are comments, options of an index, or hold an address."""
    lines = [line for line in text.splitlines() if "://" not in line]
    return "".join(
        f"{line}\n" for line in lines if not line.lstrip().startswith(("#", "--index", "--extra-index", "-i "))
    )


def main() -> None:
    """Write the file."""
    LOCK.write_text(HEADING + without_hosts(compiled(*sys.argv[1:])), encoding="utf-8")


if __name__ == "__main__":
    main()
