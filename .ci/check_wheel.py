"""Builds the wheel, installs it into an empty environment and uses it from a folder that is not the project.

Usage: check_wheel.py UV
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("kg", "api", "ontology")
QUESTION = "which equipment types did Ukraine lose in Kursk"


def main(uv: str) -> None:
    """Exits with a message where a file is missing in the wheel or a command fails."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        run(uv, "build", "--quiet", "--wheel", "--out-dir", folder, folder=PROJECT)
        wheel = next(folder.glob("*.whl"))
        check_contents(wheel)
        environment = folder / "environment"
        requirements = folder / "requirements.txt"
        locked = ("export", "--quiet", "--locked", "--no-dev", "--no-emit-project", "--no-hashes")
        run(uv, *locked, "--output-file", requirements, folder=PROJECT)
        run(uv, "venv", "--quiet", environment, folder=folder)
        python = next(environment.glob("[bS]*/python*"))
        install = ("pip", "install", "--quiet", "--python", python)
        run(uv, *install, "--requirements", requirements, wheel, folder=folder)
        use(python.parent / "kg", folder)
    print(f"{wheel.name}: holds every file, and reads, builds and answers from another folder")


def check_contents(wheel: Path) -> None:
    """Every file that the project keeps of its packages is in the wheel."""
    kept = subprocess.run(["git", "ls-files", *PACKAGES], cwd=PROJECT, capture_output=True, text=True, check=True)
    with zipfile.ZipFile(wheel) as archive:
        missing = sorted(set(kept.stdout.split("\n")) - {""} - set(archive.namelist()))
    if missing:
        sys.exit(f"{wheel.name} lacks {', '.join(missing)}")


def use(kg: Path, folder: Path) -> None:
    """The installed command reads the seeds, builds a store, answers and exports."""
    seeds, store = PROJECT / "seeds", folder / "store"
    lines = run(kg, "extract", seeds, folder=folder).splitlines()
    if not any(json.loads(line)["claims"] for line in lines):
        sys.exit("kg extract found no claims in the seeds")
    run(kg, "build", seeds, "--store", store, folder=folder)
    if not json.loads(run(kg, "ask", QUESTION, "--json", "--store", store, folder=folder)):
        sys.exit("kg ask gave no answer")
    run(kg, "export", "--format", "trig", "--store", store, folder=folder)


def run(*command: str | Path, folder: Path) -> str:
    """What a command prints; what it says on standard error is passed on, and its failure ends the check."""
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([str(part) for part in command], cwd=folder, env=alone, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} exited with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).resolve()))
