"""What a way of running notebooks is given (任务): notebook, parameters, the page to be made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Job:
    """One report. ``edition``: what names it on gxlab's own page; None for nbconvert's page."""

    name: str
    notebook: str
    parameters: Mapping[str, Any]
    env: Mapping[str, str] = field(default_factory=dict)
    edition: Mapping[str, str] | None = None


def write_jobs(path: Path, jobs: Sequence[Job]) -> None:
    """For another process."""
    path.write_text(json.dumps([asdict(job) for job in jobs], ensure_ascii=False), "utf-8")


def read_jobs(path: Path) -> list[Job]:
    """As written."""
    return [Job(**told) for told in json.loads(path.read_text(encoding="utf-8"))]
