"""make bench: runs every benchmarks/bench_*.py, each of which writes benchmarks/results/*.json."""

from __future__ import annotations

import subprocess
import sys

from tools.lockfile import ROOT


def main() -> int:
    """One benchmark after another, never two at once; 1 where one of them failed."""
    scripts = sorted((ROOT / "benchmarks").glob("bench_*.py"))
    if not scripts:
        print("benchmarks 里还没有基准（bench_*.py）", file=sys.stderr)
        return 1
    failed = [s.name for s in scripts if _run(s.stem)]
    print(f"基准 {len(scripts)} 个，失败 {len(failed)} 个", *failed)
    return 1 if failed else 0


def _run(name: str) -> int:
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
