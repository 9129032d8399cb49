"""How long until a kernel is ready (for bench_engine): folder, count → seconds, as a JSON list."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

import papermill  # noqa: F401  (before the engine: it registers it)

from gxlab.batch.engine import PromptManager


def main() -> None:
    """Start kernels one after another; the last line printed is the list."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    asyncio.run(one(folder, 0))
    print(json.dumps([asyncio.run(one(folder, n)) for n in range(1, count + 1)]))


async def one(folder: Path, number: int) -> float:
    """Seconds from the request to the kernel's answer."""
    began = time.perf_counter()
    manager = PromptManager(kernel_name="gxlab", transport="ipc", ip=str(folder / f"k{number}"))
    await manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    spent = time.perf_counter() - began
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    return round(spent, 4)


if __name__ == "__main__":
    main()
