"""The judgement of finished pages (成品审计): read back from their bytes, before any is placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Judged:
    """``refusal``: why nothing may be placed, "" where all may; then the certificate (证书)."""

    refusal: str = ""
    certificate: Mapping[str, Any] = field(default_factory=dict)


def judged(pages: Mapping[str, bytes], internal: Path, ledger: Path) -> Judged:
    """Judge the pages of a release by name, as they will stand.

    ``internal``: what the release was made of; ``ledger``: the folder of earlier shared releases.
    """
    return Judged("", {"audit": "none"})
