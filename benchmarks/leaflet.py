"""How long a leaflet takes, and where: medians over a few rounds, for each language and edition of this workspace.

Run it with `.venv/bin/python -m benchmarks.leaflet` on an otherwise idle machine.
"""

from __future__ import annotations

import statistics
import sys
import time
from itertools import pairwise
from pathlib import Path

from handouts.press import Job, Press
from handouts.proof import prove
from handouts.typeset import typeset
from handouts.workspace import open_workspace

ROUNDS = 5


def main() -> None:
    """Print a line for each language and edition: milliseconds for each step, and kilobytes."""
    workspace = open_workspace(Path(__file__).parent)
    settings = workspace.settings
    press = Press(workspace)
    write = sys.stdout.write
    write(f"{'language':10} {'edition':12} {'compose':>8} {'pages':>8} {'PDF':>8} {'proof':>8} {'all':>8}   size\n")
    for language in settings.languages:
        for edition in settings.editions:
            job = Job(next(iter(workspace.article_paths)), language, settings.brand, edition, settings.paper)
            rounds = [measure(press, job) for _ in range(ROUNDS + 1)][1:]
            figures = [statistics.median(part) for part in zip(*rounds, strict=True)]
            *times, size = figures
            cells = " ".join(f"{part * 1000:8.0f}" for part in (*times, sum(times)))
            write(f"{language:10} {edition:12} {cells}   {size / 1024:.0f} KB\n")


def measure(press: Press, job: Job) -> tuple[float, ...]:
    """Seconds for composing, laying out as often as `press` does, writing the PDF and proving it; the PDF's bytes."""
    marks = [time.perf_counter()]
    leaflet, _ = press.prepare(job)
    marks.append(time.perf_counter())
    layout = typeset(leaflet, press.templates)
    marks.append(time.perf_counter())
    data = layout.pdf()
    marks.append(time.perf_counter())
    problems = prove(data, leaflet)
    marks.append(time.perf_counter())
    if problems:
        raise SystemExit(f"{leaflet.reference}: {problems[0].message}")
    steps = [after - before for before, after in pairwise(marks)]
    return (*steps, float(len(data)))


if __name__ == "__main__":
    main()
