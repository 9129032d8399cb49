"""Coverage-guided fuzzing (模糊测试) of what reads a cell, a number and a period.

``python -m tests.reliability.fuzzing cells 600`` tries new texts for ten minutes, led by the
branches they reach; a text that breaks a promise is printed. Such texts are kept in
findings.toml and tried in every run of the suite.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["gxlab"]):
    import gxlab.intake.cells
    import gxlab.reference.number_text
    import gxlab.reference.periods  # noqa: F401

from tests.reliability.promises import PROMISES, SEEDS


def main(target: str, seconds: int) -> None:
    """Never returns: the fuzzer ends the process, with 77 where a promise was broken."""
    with TemporaryDirectory() as folder:
        for number, text in enumerate(SEEDS):
            Path(folder, str(number)).write_bytes(b"\0" + text.encode("utf-8"))
        options = [f"-max_total_time={seconds}", "-max_len=64", "-timeout=60"]
        wanted = ["-print_final_stats=1", "-seed=1", f"-artifact_prefix={folder}/"]
        atheris.Setup([sys.argv[0], *options, *wanted, folder], _read(PROMISES[target]))
        atheris.Fuzz()


def _read(promise: Callable[[str, int], None]) -> Callable[[bytes], None]:
    """The first byte chooses a variant, the rest is the text."""

    def once(data: bytes) -> None:
        text = data[1:].decode("utf-8", errors="ignore")
        try:
            promise(text, data[0] if data else 0)
        except BaseException:
            sys.stdout.write(f"FOUND {text!r} {data[:1]!r}\n")
            sys.stdout.flush()
            raise

    return once


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
