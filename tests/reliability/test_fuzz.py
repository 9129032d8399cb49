"""Any text at all: coverage-guided, a few seconds each in every run, an hour each in make soak."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.reliability.promises import PROMISES, SEEDS
from tests.soak import keep, many

ROOT = Path(__file__).parents[2]
FOUND = tomllib.loads(Path(__file__).with_name("findings.toml").read_text("utf-8"))
# Minutes can be given to make soak: GXLAB_FUZZ_SECONDS=600.
SECONDS = int(os.environ.get("GXLAB_FUZZ_SECONDS", many(3600, 4)))


@pytest.mark.parametrize("target", PROMISES)
def test_promises_hold_for_what_is_usual(target: str) -> None:
    for text in SEEDS:
        for variant in range(256):
            PROMISES[target](text, variant)


@pytest.mark.parametrize("found", FOUND["text"], ids=lambda f: repr(f["text"])[:30])
def test_what_fuzzing_found_stays_mended(found: dict[str, str]) -> None:
    for variant in range(256):
        PROMISES[found["target"]](found["text"], variant)


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.parametrize("target", PROMISES)
def test_no_text_breaks_a_promise(target: str) -> None:
    if sys.platform != "linux":
        pytest.skip("模糊测试的引擎只有 Linux 版")
    command = [sys.executable, "-m", "tests.reliability.fuzzing", target, str(SECONDS)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS + 120, check=False
    )
    found = re.findall("^FOUND .*", done.stdout, re.MULTILINE)
    assert done.returncode == 0, f"{found}；请记入 findings.toml 并改正\n{done.stderr[-2000:]}"
    tried = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    reached = re.findall(r"cov: (\d+)", done.stderr)
    assert tried, done.stderr[-2000:]
    assert int(tried[1]) > 1000
    keep(
        f"fuzz-{target}",
        "coverage-guided fuzzing finds no text that breaks a promise",
        seconds=SECONDS,
        texts=int(tried[1]),
        edges_reached=int(reached[-1]),
        findings_open=0,
        findings_kept_as_tests=sum(f["target"] == target for f in FOUND["text"]),
    )
