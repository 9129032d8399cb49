"""Where everything lies (工作区): the only module that joins paths.

A workspace is a folder with notebooks/, data/ and reports/; the repository is one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path


class NotAWorkspace(ValueError):
    """The folder is not a workspace (不是工作区)."""


@dataclass(frozen=True)
class Workspace:
    """One workspace folder and the places in it."""

    root: Path

    @property
    def inbox(self) -> Path:
        return self.root / "data" / "inbox"

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def warehouse(self) -> Path:
        return self.root / "data" / "warehouse"

    @property
    def quarantine(self) -> Path:
        return self.root / "data" / "quarantine"

    @property
    def commentary(self) -> Path:
        return self.root / "data" / "commentary"

    @property
    def releases(self) -> Path:
        """Signed releases (定稿): their ledger, files and printed figures."""
        return self.root / "data" / "releases"

    @property
    def reference(self) -> Path:
        return self.root / "data" / "reference"

    @property
    def decisions(self) -> Path:
        return self.reference / "decisions"

    @property
    def layouts(self) -> Path:
        return self.reference / "layouts"

    @property
    def templates(self) -> Path:
        return self.root / "data" / "templates"

    @property
    def document_templates(self) -> Path:
        """The office's own Word templates."""
        return self.reference / "templates"

    @property
    def letters(self) -> Path:
        return self.root / "data" / "letters"

    @property
    def planted(self) -> Path:
        return self.inbox / "planted.json"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def scratch(self) -> Path:
        return self.warehouse / "scratch"

    @property
    def report_notebooks(self) -> Path:
        return self._own_or_bundled("reports")

    @property
    def shared_notebooks(self) -> Path:
        """The notebooks of readers outside (对外版): they open the prepared release alone."""
        return self._own_or_bundled("shared")

    def prepared_release(self, period: str) -> Path:
        """Where a shared release is prepared (备稿): its data, and what may be read from it."""
        return self.warehouse / "releases" / period

    @property
    def explore_notebooks(self) -> Path:
        return self._own_or_bundled("explore")

    def edition_folder(self, period: str, audience: str, unit: str) -> Path:
        return self.reports / period / audience / unit

    def commentary_file(self, period: str, unit: str, report: str) -> Path:
        return self.commentary / period / unit / f"{report}.md"

    def relative(self, path: Path) -> str:
        """The path as JSON output tells it: relative to the workspace, with forward slashes."""
        resolved, root = path.resolve(), self.root.resolve()
        inside = resolved.is_relative_to(root)
        return (resolved.relative_to(root) if inside else resolved).as_posix()

    def _own_or_bundled(self, kind: str) -> Path:
        own = self.root / "notebooks" / kind
        return own if any(own.glob("*.ipynb")) else bundled("notebooks") / kind


def find_workspace(given: Path | None = None) -> Workspace:
    """The workspace meant: ``--workspace``, else GXLAB_WORKSPACE, else this folder or one above."""
    named = given or (
        Path(os.environ["GXLAB_WORKSPACE"]) if "GXLAB_WORKSPACE" in os.environ else None
    )
    if named is not None:
        if not named.is_dir():
            raise NotAWorkspace(
                f"工作区“{named}”不存在，请先用 gxlab init 建立，或改正 --workspace。"
            )
        return Workspace(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data").is_dir() and (folder / "notebooks").is_dir():
            return Workspace(folder)
    raise NotAWorkspace(
        f"“{here}”不是工作区（应有 notebooks 和 data 文件夹），"
        "请先用 gxlab init 建立，或用 --workspace 指明。"
    )


def bundled(kind: str) -> Path:
    """Notebooks and examples shipped with gxlab: in the wheel, or in the source tree."""
    package = Path(str(files("gxlab")))
    inside = package / "_bundled" / kind
    source = {"notebooks": "notebooks", "examples": "data/examples"}[kind]
    return inside if inside.is_dir() else package.parent / source
