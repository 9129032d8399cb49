"""Report pages against their manifests (页面核对)."""

from __future__ import annotations

from gxlab.batch import manifest
from gxlab.workspace import Workspace


def changed_pages(workspace: Workspace) -> list[str]:
    """Pages that are gone or no longer as they were made, relative to the workspace."""
    changed = []
    for path in sorted(workspace.reports.glob("*/*/manifest.json")):
        for entry in manifest.read(path.parent).values():
            page = workspace.root / entry["html"]
            expected = entry.get("html_sha256")
            if expected is not None and manifest.file_digest(page) != expected:
                changed.append(str(entry["html"]))
    return changed
