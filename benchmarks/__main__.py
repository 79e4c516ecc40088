"""The benchmarks of the batch, all or by name: `.venv/bin/python -m benchmarks [NAME]…`.

Each prints what it measured beside what is to be reached. They need the extra `bench`, Chromium and a quiet machine.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import batch, peers
from benchmarks.samples import LANGUAGES, Sample, make_samples
from benchmarks.workspace import make_workspace
from handouts.batch.heap import settle
from handouts.press import Press
from handouts.workspace import open_workspace

ROUNDS = 5
KINDS = ("short-002", "table-003", "middle-004", "long-001")


def say(text: str) -> None:
    """Print a line now."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def leaflets(folder: Path) -> None:
    """Our warm leaflet, proof included, beside the same words from other programs: ms, and the sum as a ratio."""
    root = make_workspace(folder / "leaflets", articles=4)
    for article in KINDS[:: len(KINDS) - 1]:
        _compare(root, article)


def _compare(root: Path, article: str) -> None:
    press = Press(open_workspace(root))
    samples = make_samples(press, article)
    sizes: dict[tuple[str, str], int] = {}

    def ours(sample: Sample) -> bytes:
        made = press.print(sample.job)
        if made.data is None:
            raise SystemExit(f"{sample.job}: {made.outcome.problems[0].message}")
        return made.data

    with peers.chromium() as chromium, peers.plain_loop() as plain:
        programs: dict[str, Callable[[Sample], bytes]] = {
            "handouts": ours,
            "plain loop": plain,
            "Chromium": chromium,
            "Typst": peers.typst_printer(),
        }
        times: dict[tuple[str, str], list[float]] = {}
        for number in range(ROUNDS + 1):
            for name, program in programs.items():
                for sample in samples:
                    start = time.perf_counter()
                    data = program(sample)
                    if number:  # the first round is for warming up
                        times.setdefault((name, sample.job.language), []).append(time.perf_counter() - start)
                    sizes[name, sample.job.language] = len(data)
            if not number:
                gc.collect()
                settle()  # as a worker's fork server does
    cold = [_once(peers.process, sample) for sample in samples]
    say(f"{article}: ms a leaflet (KB)")
    say(f"{'':12}" + "".join(f"{code:>14}" for code in LANGUAGES) + "           sum   of ours")
    sums = {name: sum(statistics.median(times[name, code]) for code in LANGUAGES) for name in programs}
    for name in programs:
        cells = (f"{statistics.median(times[name, c]) * 1000:7.0f} ({sizes[name, c] // 1024:3})" for c in LANGUAGES)
        ratio = sums["handouts"] / sums[name]
        say(f"{name:12}" + "".join(f"{cell:>14}" for cell in cells) + f"{sums[name] * 1000:14.0f}{ratio:10.2f}")
    say(f"{'a process':12}" + "".join(f"{part * 1000:8.0f}      " for part in cold)
        + f"{sum(cold) * 1000:14.0f}{sums['handouts'] / sum(cold):10.2f}")  # fmt: skip


def _once(program: Callable[[Sample], bytes], sample: Sample) -> float:
    start = time.perf_counter()
    program(sample)
    return time.perf_counter() - start


def workers(folder: Path) -> None:
    """Two workers against one, in seconds for the same leaflets: 1.8 times as fast or more is to be reached."""
    taken = batch.workers(folder)
    say(f"one worker {taken[1]:.1f} s, two {taken[2]:.1f} s: {taken[1] / taken[2]:.2f} times as fast (1.8 or more)")


def many(folder: Path) -> None:
    """Among 10,000 leaflets: nothing to do (under 1 s), and one message edited (its leaflets are there under 2 s)."""
    nothing, there, ended, number = batch.make_many(folder)
    say(f"{number} leaflets: nothing to do {nothing:.2f} s (under 1)")
    say(f"one message edited: its leaflets are there after {there:.2f} s (under 2), all is done after {ended:.2f} s")


def memory(folder: Path) -> None:
    """A worker's memory over 1,200 leaflets in nineteen languages: flat, and 200 MB or less."""
    for now in batch.memory(folder, 1200):
        sizes = f"{now.resident:.0f} MB resident, {now.own:.0f} MB its own, {now.peak:.0f} at most"
        say(f"after {now.leaflets:5} leaflets: {sizes}; process {now.processes}")


def start(_: Path) -> None:
    """The start of `handouts --help`: under 0.25 s."""
    say(f"handouts --help {batch.help_time():.2f} s (under 0.25)")


BENCHMARKS = {one.__name__: one for one in (start, leaflets, workers, many, memory)}


def main() -> None:
    """Run those that are named, or all."""
    names = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        raise SystemExit(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    for name in names:
        with TemporaryDirectory() as folder:
            say(f"{name}: {(BENCHMARKS[name].__doc__ or '').splitlines()[0]}")
            BENCHMARKS[name](Path(folder))


if __name__ == "__main__":
    main()
