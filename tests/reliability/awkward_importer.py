"""A process that imports the files it is told, and answers in JSON (导入进程).

Beside what the import says of each file it tells the seconds its reading and its marked copy took.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from gxlab.intake.quarantine import Annotator
from gxlab.intake.reader import Reader
from gxlab.warehouse.importing import Places, import_paths

SECONDS: Counter[str] = Counter()
"""By the name of the archived file, its hash."""


def _timed(method: Callable[..., Any]) -> Callable[..., Any]:
    def measured(self: object, path: Path, *given: Any) -> Any:
        begun = time.monotonic()
        try:
            return method(self, path, *given)
        finally:
            SECONDS[path.name] += time.monotonic() - begun  # type: ignore[assignment]

    return measured


def main(root: Path) -> None:
    """Read the paths of a command a line; answer with what became of these files."""
    data = root / "data"
    places = Places(
        root, data / "raw", data / "warehouse", data / "quarantine", data / "reference" / "layouts"
    )
    for line in sys.stdin.buffer:
        paths = [Path(path) for path in json.loads(line)]
        result = import_paths(paths, places, today=date(2026, 6, 20))
        told = [{**file.as_json(), "seconds": SECONDS[file.sha256]} for file in result.files]
        sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    Reader.read = _timed(Reader.read)  # type: ignore[method-assign]
    Annotator.annotate = _timed(Annotator.annotate)  # type: ignore[method-assign]
    main(Path(sys.argv[1]))
