"""Written explanations handed in with the forms (情况说明): filed for the page they belong to.

``<单元>_<报告>.md`` or ``.docx`` in a folder named by the period goes to the commentary of that
unit, period and report. What somebody has edited there since is never written over.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from gxlab.intake.lookups import Lookups, NotFound
from gxlab.intake.model import Context
from gxlab.intake.word_text import NoWordText, paragraphs
from gxlab.reference.periods import Period
from gxlab.warehouse.commentary import REPORTS, as_markdown, from_paragraphs
from gxlab.warehouse.commentary import place as place_of
from gxlab.warehouse.imported import ImportedFile
from gxlab.warehouse.incoming import FoundProblem
from gxlab.warehouse.received import ReceivedFile

WORD = ".docx"
SUFFIXES = (".md", WORD)
_NAME = re.compile(r"(?P<unit>[^_]+)_(?P<report>[^_]+)")
_FOLDER = re.compile(r"[0-9]{4}-[0-9]{2}")
_RECORD = ".imported.json"
_SHAPE = (
    "应放在以报告期命名的文件夹里（如 2026-05），"
    "文件名写作“单元_报告.md”或“.docx”（如 云岭区_集群营收.md）"
)


def file_texts(texts: Sequence[ReceivedFile], context: Context, folder: Path) -> list[ImportedFile]:
    """File each text; refused with a reason where it is not clear whose it is."""
    known = _read(folder)
    results = [_filed(text, context, folder, known) for text in texts]
    if any(result.outcome == "stored" for result in results):
        folder.mkdir(parents=True, exist_ok=True)
        told = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / _RECORD).write_text(told, encoding="utf-8")
    return results


def _filed(
    text: ReceivedFile, context: Context, folder: Path, known: dict[str, str]
) -> ImportedFile:
    try:
        place = _place(text.name, context)
        body = _body(text)
    except (NotFound, NoWordText, UnicodeDecodeError) as error:
        unreadable = isinstance(error, UnicodeDecodeError)
        reason = "不是 UTF-8 编码，请另存后重报" if unreadable else str(error)
        return _refused(text, f"文件“{PurePosixPath(text.name).name}”：{reason}。")
    target = folder / place
    if target.exists():
        own = target.read_text(encoding="utf-8")
        if own == body:
            return _result(text, "unchanged")
        if known.get(place) != _digest(own):
            return _refused(
                text,
                f"文件“{PurePosixPath(text.name).name}”：data/commentary/{place} 已由人改过，"
                "没有覆盖，请手工合并。",
            )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(body, encoding="utf-8")
    known[place] = _digest(body)
    return _result(text, "stored")


def _body(text: ReceivedFile) -> str:
    """The text as it is filed; a Word file becomes plain text. Raises NoWordText."""
    if PurePosixPath(text.name).suffix.lower() == WORD:
        return as_markdown(from_paragraphs(paragraphs(text.archived.read_bytes())))
    return text.archived.read_text(encoding="utf-8-sig")


def _place(name: str, context: Context) -> str:
    """Where the text belongs, below the commentary folder. Raises NotFound."""
    path = PurePosixPath(name)
    folder, found = path.parent.name, _NAME.fullmatch(path.stem)
    if not _FOLDER.fullmatch(folder) or found is None:
        raise NotFound(_SHAPE)
    report = REPORTS.get(found["report"], found["report"])
    if report not in REPORTS.values():
        raise NotFound(f"没有名为“{found['report']}”的报告，应为{'、'.join(REPORTS)}之一")
    period = Period.parse(folder)
    unit = Lookups(context, period.last_day).unit(found["unit"])
    return place_of(str(period), unit, report)


def _read(folder: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def _result(text: ReceivedFile, outcome: str) -> ImportedFile:
    return ImportedFile(text.name, text.sha256, outcome, layout="commentary")


def _refused(text: ReceivedFile, reason: str) -> ImportedFile:
    problem = FoundProblem(None, None, "commentary_not_filed", "error", reason, None)
    return ImportedFile(text.name, text.sha256, "refused", layout="commentary", problems=(problem,))


def split(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Tables and texts of a command, apart."""
    listed = list(paths)
    texts = [path for path in listed if path.suffix.lower() in SUFFIXES]
    return [path for path in listed if path not in set(texts)], texts
