"""Reads requirements.lock: what is pinned, for which machines, and who asked for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"


@dataclass(frozen=True)
class Pin:
    """One pinned package: name, version, the machines it is for, its hashes, who needs it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    needed_by: frozenset[str]

    def fits(self, environment: dict[str, str]) -> bool:
        """Is the package wanted on a machine with these marker values?"""
        return not self.marker or Marker(self.marker).evaluate(environment)

    def line(self, *, with_marker: bool = True) -> str:
        """The requirement as pip reads it, hashes included."""
        marker = f" ; {self.marker}" if with_marker and self.marker else ""
        hashes = "".join(f" \\\n    --hash={digest}" for digest in self.hashes)
        return f"{self.name}=={self.version}{marker}{hashes}\n"


def read(path: Path = LOCK) -> tuple[Pin, ...]:
    """All pins of the lock file, in its order."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", path.read_text("utf-8"))
    return tuple(_pin(block) for block in blocks if not block.startswith("#"))


def _pin(block: str) -> Pin:
    requirement = Requirement(block.splitlines()[0].removesuffix("\\"))
    (version,) = requirement.specifier
    via = re.findall(r"^ +#(?: via|  ) (\S+)", block, flags=re.MULTILINE)
    return Pin(
        name=canonicalize_name(requirement.name),
        version=version.version,
        marker=str(requirement.marker or ""),
        hashes=tuple(re.findall(r"--hash=(sha256:[0-9a-f]{64})", block)),
        needed_by=frozenset(canonicalize_name(name) for name in via),
    )


def declared(extra: str = "") -> dict[str, str]:
    """Name → version of the direct requirements in pyproject.toml (or of one extra)."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    texts = project["optional-dependencies"][extra] if extra else project["dependencies"]
    requirements = [Requirement(text) for text in texts]
    return {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in requirements}


def closure(pins: Sequence[Pin], wanted: Iterable[str]) -> tuple[Pin, ...]:
    """The pins that *wanted* and everything they need come to; what only tests need falls away."""
    names = set(wanted)
    while more := {pin.name for pin in pins if pin.needed_by & names} - names:
        names |= more
    return tuple(pin for pin in pins if pin.name in names)
