"""`make bench`: runs every measurement of this folder in turn, or those named, and prints what each found."""

import importlib
import pkgutil
import sys

import tests.bench


def main(wanted: list[str]) -> None:
    found = sorted(m.name for m in pkgutil.iter_modules(tests.bench.__path__) if m.name.startswith("bench_"))
    for name in found:
        short = name.removeprefix("bench_")
        if wanted and short not in wanted:
            continue
        sys.stdout.write(f"\n== {short}\n")
        sys.stdout.flush()
        importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
