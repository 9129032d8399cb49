"""What signing adds to an edition (版记): written into a copy of its executed notebook.

State, number and names go into the masthead, a correction tells what it corrects and why. Every
form of the edition is then made from that copy, so that page and Word file say the same. The inputs
digest takes the imprint in: a draft and its signed edition are not the same document.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from gxlab.batch.content import content_of, payloads
from gxlab.batch.printed import Changed, reading
from gxlab.show.headings import read_heading, written_heading
from gxlab.show.objects import (
    MIME,
    Block,
    Column,
    Figure,
    Imprint,
    Row,
    Sentence,
    Sentences,
    Table,
    to_json,
)

SECTION = written_heading("更正说明", "corrections")
_BEFORE = ("commentary", "data-quality")
_NUMBER = re.compile(r"第\d+期")
_DRAFT = re.compile(r"^草稿")


@dataclass(frozen=True)
class Correction:
    """What a correction corrects (更正): its own number (第5期更正), the edition it replaces, the
    figures, and why."""

    title: str
    replaces: str
    changes: tuple[Changed, ...]
    reasons: tuple[str, ...]


def imprinted(
    notebook: Mapping[str, Any], imprint: Imprint, correction: Correction | None = None
) -> dict[str, Any]:
    """A copy of the executed notebook that carries the imprint, and the correction if it is one."""
    made: dict[str, Any] = copy.deepcopy(dict(notebook))
    inputs = imprinted_inputs(content_of(payloads(notebook)), imprint, correction)
    for payload in payloads(made):
        if payload["type"] == "masthead":
            _sign(payload["data"], imprint, correction)
        elif payload["type"] == "sentinel":
            payload["data"]["inputs"] = inputs
    if correction:
        _insert(made["cells"], correction)
    return made


def imprinted_inputs(inputs: str, imprint: Imprint, correction: Correction | None = None) -> str:
    """The inputs digest of an edition with its imprint."""
    told = f"{inputs}|{astuple(imprint)}|{astuple(correction) if correction else ''}"
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


def _sign(masthead: dict[str, Any], imprint: Imprint, correction: Correction | None) -> None:
    masthead["state"] = _DRAFT.sub(imprint.state, masthead["state"])
    title = correction.title if correction else f"第{imprint.issue_number}期"
    if imprint.issue_number:
        numbered = _NUMBER.sub(title, masthead["issue"])
        masthead["issue"] = f"{numbered}　{imprint.date}".rstrip()
    own = {
        "编制": imprint.prepared_by,
        "审核": imprint.checked_by,
        "签发": imprint.issued_by,
    }
    signoff = dict(masthead.get("signoff", ())) | {k: v for k, v in own.items() if v}
    masthead["signoff"] = [list(pair) for pair in signoff.items()]


def _insert(cells: list[dict[str, Any]], correction: Correction) -> None:
    """The notice under the masthead, the list in a section of its own before 情况说明."""
    place = next(n for n, c in enumerate(cells) if _is_markdown(c, _BEFORE))
    listed = _code(_sentences(correction), _table(correction))
    cells[place:place] = [_markdown(SECTION), listed]
    head = next(n for n, c in enumerate(cells) if _has_masthead(c))
    cells.insert(head + 1, _code(_notice(correction)))


def _is_markdown(cell: Mapping[str, Any], anchors: tuple[str, ...]) -> bool:
    first = str(cell["source"]).partition("\n")[0]
    return cell["cell_type"] == "markdown" and read_heading(first)[1] in anchors


def _has_masthead(cell: Mapping[str, Any]) -> bool:
    return any(p["type"] == "masthead" for p in payloads({"cells": [cell]}))


def _notice(correction: Correction) -> Sentence:
    count = len(correction.changes)
    what = f"更正数字{count}个" if count else "数字没有变化"
    text = f"本期更正{correction.replaces}，{what}，见“更正说明”。"
    return Sentence((text,), "warning")


def _sentences(correction: Correction) -> Sentences:
    why = "；".join(correction.reasons) or "重新计算"
    return Sentences(
        (
            Sentence((f"更正对象：{correction.replaces}。原件保存不动。",), "note"),
            Sentence((f"更正原因：{why}。",), "note"),
        )
    )


def _table(correction: Correction) -> Table:
    """The changed figures; what stood before is text, since this edition's data do not hold it."""
    columns = (
        Column("place", ("位置",), align="left"),
        Column("item", ("项目",), align="left"),
        Column("was", ("原为",)),
        Column("now", ("更正为",)),
    )
    rows = tuple(
        Row((c.place, c.item, reading(c.was) or "未印", _figure(c) or "不再列出"))
        for c in correction.changes
    )
    return Table(
        "corrections",
        f"更正的数字（共{len(rows)}个）",
        columns,
        rows,
        note="按本页先后排列；同一个数多处印出的只列一次。",
        empty="数字没有变化，更正的是文字。",
    )


def _figure(changed: Changed) -> Figure | None:
    now = changed.now
    return None if now is None else Figure(now.text, now.ref, now.value, now.unit)


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "corrections", "metadata": {}, "source": source}


def _code(*blocks: Block) -> dict[str, Any]:
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {MIME: to_json(block)}}
        for block in blocks
    ]
    return {
        "cell_type": "code",
        "id": f"correction-{len(blocks)}",
        "metadata": {},
        "source": "",
        "execution_count": None,
        "outputs": outputs,
    }
