"""Figures for the gazetteer: build, start from the cache, memory, and words per second of `find` and of linking.

Run as ``python benchmarks/gazetteer.py [REPORT.txt ...]``; without reports it reads those in ``seeds``. Each figure
of a start is taken in a process of its own. Everything is printed as ``name: value``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

START = """
import sys, time
from pathlib import Path
from kg.catalogue import load_catalogue
catalogue = load_catalogue()
from kg.gazetteer import load_gazetteer
def memory():
    lines = Path("/proc/self/status").read_text().splitlines() if Path("/proc/self/status").exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
before, begin = memory(), time.perf_counter()
gazetteer = load_gazetteer(Path(sys.argv[1]))
gazetteer.lookup("Pokrovsk")
print(f"{time.perf_counter() - begin:.3f} {memory() - before:.1f}")
"""


def start(folder: Path) -> tuple[float, float]:
    """Seconds and megabytes that a fresh process needs to have the gazetteer ready, the catalogue being loaded."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def main(paths: list[str]) -> None:
    """Measure and print."""
    sys.path.insert(0, str(ROOT))
    from kg.catalogue import load_catalogue
    from kg.gazetteer import load_gazetteer
    from kg.linking import link_places, place_context

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"build, s: {start(folder)[0]:.1f}")
        starts = [start(folder) for _ in range(3)]
        print(f"start from the cache, s: {min(seconds for seconds, _ in starts):.3f}")
        print(f"memory of the gazetteer, MB: {max(memory for _, memory in starts):.1f}")
        print(f"index, MB: {sum(file.stat().st_size for file in folder.iterdir()) / 1e6:.1f}")
        gazetteer = load_gazetteer(folder)
    files = [Path(path) for path in paths] or sorted((ROOT / "seeds").rglob("*.txt")) + sorted(
        (ROOT / "seeds").rglob("*.md")
    )
    texts = [file.read_text(encoding="utf-8") for file in files]
    if not texts:
        sys.exit("no reports: name some")
    words = sum(len(text.split()) for text in texts)
    repeat = max(1, 200_000 // max(words, 1))
    begin = time.perf_counter()
    found = [gazetteer.find(text) for _ in range(repeat) for text in texts]
    spent = time.perf_counter() - begin
    print(f"find, words/s: {words * repeat / spent:,.0f}")
    catalogue = load_catalogue()
    context = place_context(gazetteer, (*catalogue.by_name("Ukraine"), *catalogue.by_name("Russia")))
    begin = time.perf_counter()
    for matches in found:
        link_places(matches, context)
    spent = time.perf_counter() - begin
    print(f"links, names/s: {sum(map(len, found)) / spent:,.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
