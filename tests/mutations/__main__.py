"""`python -m tests.mutations`: the table of faults planted and caught, and false alarms on correct texts."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable

from handouts.problems import Severity
from tests.mutations import corpus
from tests.mutations.model import CLASSES, Mutant
from tests.mutations.trial import MOST, Result, alarms, all_operators, trial, try_catalog


def table(results: list[Result]) -> list[str]:
    """Class by language: how many faults were caught of how many planted, and the share in per cent."""
    lines = [f"{'class':34}" + "".join(f"{result.language:>13}" for result in results) + f"{'all':>17}"]
    for group, name in CLASSES.items():
        cells = [_share(result, _of(group)) for result in results]
        if any(planted for _, planted in cells):
            lines.append(f"{group} {name:32}" + _cells(cells))
    lines.append(f"{'overall':34}" + _cells([_share(result, _of()) for result in results]))
    return lines


def _of(group: int | None = None, name: str | None = None) -> Callable[[Mutant], bool]:
    def wanted(mutant: Mutant) -> bool:
        return group in (None, mutant.operator.group) and name in (None, mutant.operator.name)

    return wanted


def _share(result: Result, wanted: Callable[[Mutant], bool]) -> tuple[int, int]:
    caught = sum(wanted(mutant) for mutant, _ in result.caught)
    return caught, caught + sum(wanted(mutant) for mutant, _ in result.missed)


def _cells(cells: list[tuple[int, int]]) -> str:
    total = (sum(caught for caught, _ in cells), sum(planted for _, planted in cells))
    return "".join(_cell(*cell, 13) for cell in cells) + _cell(*total, 17)


def _cell(caught: int, planted: int, width: int) -> str:
    share = f" {100 * caught / planted:3.0f} %" if planted else ""
    return f"{f'{caught}/{planted}{share}':>{width}}"


def by_operator(results: list[Result]) -> list[str]:
    """Each kind of fault: how many were caught, and in which languages the least."""
    lines = []
    names = {
        (mutant.operator.group, mutant.operator.name)
        for result in results
        for mutant, _ in [*result.caught, *result.missed]
    }
    for group, name in sorted(names):
        cells = [(result.language, *_share(result, _of(group, name))) for result in results]
        caught, planted = sum(cell[1] for cell in cells), sum(cell[2] for cell in cells)
        least = " ".join(f"{code} {some}/{all_}" for code, some, all_ in cells if some < all_)
        lines.append(f"{group} {name:26}{_cell(caught, planted, 16)}   {least}")
    return lines


def main(arguments: list[str]) -> int:
    """Plant the faults that are asked for and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("--language", "-l", action="append", help="only this language; may be given again")
    parser.add_argument("--operator", "-o", action="append", help="only this kind of fault; may be given again")
    parser.add_argument("--most", type=int, default=MOST, help=f"how many of a kind in a language's texts ({MOST})")
    parser.add_argument("--missed", action="store_true", help="list the faults that were not caught")
    parser.add_argument("--alarms", action="store_true", help="list what is said of correct texts")
    options = parser.parse_args(arguments)
    wanted = [one for one in all_operators() if not options.operator or one.name in options.operator]
    results = []
    for language in options.language or corpus.LANGUAGES:
        result, files = trial(language, wanted, options.most), try_catalog(language, options.operator or ())
        results.append(Result(language, result.caught + files.caught, result.missed + files.missed))
    lines = [*table(results), "", *by_operator(results), ""]
    for language in options.language or corpus.languages():
        lines += alarm_lines(language, each=options.alarms)
    if options.missed:
        lines += [line for result in results for line in missed_lines(result)]
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


def alarm_lines(language: str, *, each: bool) -> list[str]:
    """How many false alarms there are in `language`, and each of them if it is wanted."""
    found = alarms(language, (*corpus.shipped(language), *corpus.messages(language)))
    count = Counter(severity for *_, severity in found)
    lines = [f"{language}: false alarms: {count[Severity.ERROR]} errors, {count[Severity.WARNING]} warnings"]
    for text, check, what, severity in found if each else ():
        lines += [f"    {severity} {check}: {what}", f"      {text.source}", f"      {text.target}"]
    return lines


def missed_lines(result: Result) -> list[str]:
    """The faults that were not caught, with what was seen of them nevertheless."""
    lines = []
    for mutant, seen in sorted(result.missed, key=lambda pair: (pair[0].operator.group, pair[0].operator.name)):
        lines += ["", f"{result.language} {mutant.operator.group} {mutant.operator.name} {seen and f'(only: {seen})'}"]
        lines += [f"  en  {mutant.text.source}", f"  was {mutant.text.target}", f"  is  {mutant.target}"]
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
