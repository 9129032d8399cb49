"""The files of a finished bundle (成品包), from a folder or a zip, each with its bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """What keeps a bundle in (不合格): the rule, the file, and where in it; never a figure."""

    rule: str
    file: str
    place: str

    def __str__(self) -> str:
        where = f"（{self.place}）" if self.place else ""
        return f"{self.file}{where}：{self.rule}"


def bundle_files(bundle: Path) -> dict[str, bytes]:
    """Every file of a bundle by its path inside, sorted; a link is read like what it stands for.

    A path that leaves the bundle keeps its ".." so that rules can refuse it.
    """
    return _of_zip(bundle) if zipfile.is_zipfile(bundle) else _of_folder(bundle)


def pages_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pages (网页) among the files."""
    return {name: content for name, content in files.items() if name.endswith(".html")}


def _of_zip(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        members = sorted(one.filename for one in archive.infolist() if not one.is_dir())
        return {name: archive.read(name) for name in members}


def _of_folder(bundle: Path) -> dict[str, bytes]:
    found = sorted(path for path in bundle.rglob("*") if path.is_file())
    return {path.relative_to(bundle).as_posix(): path.read_bytes() for path in found}
