"""All measurements: `python -m benchmarks [PART …]` prints one table, and writes it as JSON and as a chart."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from sqlalchemy import make_url

from benchmarks import growth, imports, loads, micro
from benchmarks.chart import write_chart
from benchmarks.contestants import CONTESTANTS, DATABASES
from benchmarks.databases import SERVERS, Place, place
from benchmarks.goals import Row
from benchmarks.report import table, write_json
from benchmarks.rounds import Tell
from benchmarks.states import Preparation
from benchmarks.workload import Workload

WIDTH = 170
"""Of the output where it goes to a file, so that no figure is cut."""


def main() -> None:
    """Measure what the command line asks for, and report it."""
    options = _options()
    console = Console(log_path=False)
    if not console.is_terminal:
        console.width = WIDTH
    with tempfile.TemporaryDirectory(prefix="starschema-benchmarks-") as name:
        folder = Path(name)
        places = _places(options, folder, console.log)
        preparation = Preparation(places, folder, console.log)
        rows: list[Row] = []
        failed = False
        try:
            for part in options.parts:
                try:
                    rows += PARTS[part](options, preparation, console.log)
                except Exception:  # hours of other parts' figures are not thrown away for it
                    failed = True
                    console.print_exception()
        finally:
            for each in places:
                each.close()
    sizes = f"{options.facts:,} facts and {options.members:,} members, " if "loads" in options.parts else ""
    title = f"{sizes}medians of {options.repeats}"
    console.print(table(rows, title))
    met = [row.met(goal) for row in rows for goal in row.goals]
    console.print(f"{met.count(True)} of {len(met)} goals met")
    options.out.mkdir(parents=True, exist_ok=True)
    json_path, chart_path = options.out / "benchmarks.json", options.out / "benchmarks.png"
    write_json(json_path, rows, {key: str(value) for key, value in vars(options).items() if key not in SERVERS})
    console.print(f"written to {json_path}")
    try:
        write_chart(chart_path, rows, title)
    except ImportError:
        console.print("no chart: it takes matplotlib, of the extra starschema[benchmarks]")
    else:
        console.print(f"drawn in {chart_path}")
    sys.exit(failed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"which of {', '.join(PARTS)}; all by default")
    parser.add_argument("--facts", type=int, default=1_000_000, help="sales to load (default: %(default)s)")
    parser.add_argument("--members", type=int, default=100_000, help="customers of a snapshot (default: %(default)s)")
    parser.add_argument("--runs", "--repeats", dest="repeats", type=int, default=5, help="of which the median counts")
    parser.add_argument("--databases", type=_names(DATABASES), default=list(DATABASES), help=", ".join(DATABASES))
    everybody = sorted({contestant.name for contestant in CONTESTANTS})
    parser.add_argument("--only", type=_names(everybody), default=everybody, help=", ".join(everybody))
    parser.add_argument("--tasks", type=_names(loads.TASKS), default=list(loads.TASKS), help=", ".join(loads.TASKS))
    parser.add_argument("--sizes", type=_numbers, default=growth.SIZES, help="for growth: how many sales")
    parser.add_argument("--micro-members", type=_numbers, default=micro.MEMBERS, help="for micro: how many customers")
    parser.add_argument("--batch", type=int, default=micro.BATCH, help="for micro: how many sales")
    parser.add_argument("--out", type=Path, default=Path("benchmark-results"), help="folder for JSON and chart")
    for kind, url in SERVERS.items():
        parser.add_argument(f"--{kind}", metavar="URL", default=url, help=f"a server (default: {url})")
    options = parser.parse_args()
    unknown = set(options.parts) - PARTS.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    options.parts = options.parts or list(PARTS)
    return options


def _names(known: Sequence[str]) -> Callable[[str], list[str]]:
    """Return a parser of lists, for argparse."""

    def parse(value: str) -> list[str]:
        names = [name.strip() for name in value.split(",")]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
        return names

    return parse


def _numbers(value: str) -> list[int]:
    return [int(number) for number in value.split(",")]


def _places(options: argparse.Namespace, folder: Path, tell: Tell) -> list[Place]:
    """Return where databases can be made; say of the others why not."""
    found = []
    for kind in options.databases:
        url = getattr(options, kind, None) or f"{kind}:///"
        each = place(make_url(url).render_as_string(hide_password=False), folder)
        why = each.absent()
        if why is None:
            found.append(each)
        else:
            tell(f"without {kind}: {why}")
    return found


def _loads(options: argparse.Namespace, preparation: Preparation, tell: Tell) -> list[Row]:
    chosen = [contestant for contestant in CONTESTANTS if contestant.name in options.only]
    data = Workload(preparation.folder / "loads", options.facts, options.members)
    return loads.measure(preparation, chosen, options.tasks, data, options.repeats, tell)


def _growth(options: argparse.Namespace, preparation: Preparation, tell: Tell) -> list[Row]:
    return growth.measure(preparation, options.sizes, options.members, options.repeats, tell)


def _micro(options: argparse.Namespace, preparation: Preparation, tell: Tell) -> list[Row]:
    return micro.measure(preparation, options.micro_members, options.batch, options.repeats, tell)


def _import(options: argparse.Namespace, _preparation: Preparation, _tell: Tell) -> list[Row]:
    return imports.measure(options.repeats)


PARTS: dict[str, Callable[[argparse.Namespace, Preparation, Tell], list[Row]]] = {
    "loads": _loads,
    "growth": _growth,
    "micro": _micro,
    "import": _import,
}


if __name__ == "__main__":
    main()
