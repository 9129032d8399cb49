"""What a reader may take of the machine (资源上限), told by whoever starts it.

A batch runs several readers side by side and gives each its share; alone, a reader takes two
threads and what DuckDB allows itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

THREADS_VARIABLE = "GXLAB_READER_THREADS"
MEMORY_VARIABLE = "GXLAB_READER_MEMORY_MIB"
# The folder for what does not fit into memory; a killed reader leaves it behind.
SPILL_VARIABLE = "GXLAB_READER_SPILL"


def settings(threads: int) -> Iterator[str]:
    """DuckDB's settings for this process; ``threads`` where nobody told."""
    yield f"set threads = {int(os.environ.get(THREADS_VARIABLE) or threads)}"
    if memory := os.environ.get(MEMORY_VARIABLE):
        yield f"set memory_limit = '{int(memory)}MiB'"
    if spill := os.environ.get(SPILL_VARIABLE):
        yield "set temp_directory = '{}'".format(spill.replace("'", "''"))
