"""The process that makes Word and Excel files (排版进程), one after another, for a run."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gxlab.batch.serving import serve
from gxlab.publish.docx_report import render_docx
from gxlab.publish.docx_template import find_template
from gxlab.publish.html import EditionMeta
from gxlab.publish.outline import PublishRefused, read_outline
from gxlab.publish.xlsx_report import render_xlsx


def main() -> None:
    """Make forms until asked to end."""
    serve(_answer)


def request(
    notebook: Mapping[str, Any],
    meta: EditionMeta,
    ending: str,
    templates: Path,
    names: Sequence[str],
) -> dict[str, Any]:
    """What is asked: one form of an executed notebook; ``names`` of the template, first found."""
    return {
        "op": "form",
        "notebook": notebook,
        "meta": asdict(meta),
        "ending": ending,
        "templates": str(templates),
        "names": list(names),
    }


def made(answer: Mapping[str, str]) -> bytes:
    """The file from an answer. Raises PublishRefused where it may not be made."""
    if "refused" in answer:
        raise PublishRefused(answer["refused"])
    return base64.b64decode(answer["file"])


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    told = asked["meta"]
    meta = EditionMeta(**{**told, "also": tuple(told["also"]), "pack": None})
    try:
        return {"file": base64.b64encode(_form(asked, meta)).decode("ascii")}
    except ValueError as error:
        return {"refused": str(error)}


def _form(asked: Mapping[str, Any], meta: EditionMeta) -> bytes:
    outline = read_outline(asked["notebook"])
    if asked["ending"] == ".xlsx":
        return render_xlsx(outline, meta=meta)
    template = find_template(Path(asked["templates"]), asked["names"])
    return render_docx(outline, meta=meta, template=template)
