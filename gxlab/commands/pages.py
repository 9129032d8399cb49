"""Report pages against their manifests (页面核对)."""

from __future__ import annotations

from gxlab.batch import manifest
from gxlab.workspace import Workspace


def changed_pages(workspace: Workspace) -> list[str]:
    """Pages and their other forms that are gone or no longer as they were made (相对工作区)."""
    changed = []
    for path in sorted(workspace.reports.glob("*/*/manifest.json")):
        for entry in manifest.read(path.parent).values():
            page = workspace.root / entry["html"]
            expected = {".html": entry.get("html_sha256"), **(entry.get("also") or {})}
            changed += [
                workspace.relative(page.with_suffix(ending))
                for ending, digest in expected.items()
                if digest is not None and manifest.file_digest(page.with_suffix(ending)) != digest
            ]
    return changed
