"""情况说明: the analyst's own text of a unit, period and report, as a small text file.

The file is plain Markdown that any editor writes: a line 作者, a line 对外：可以 if it may go
outside, and the headings 原因, 问题, 下一步. It lies in the workspace, not in the database:
neither an import nor an upgrade touches what somebody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HEADINGS = ("原因", "问题", "下一步")
# What people call the reports when they hand in a text (单元_报告.md), and the report's id.
REPORTS: Mapping[str, str] = {
    "运行分析": "monthly_overview",
    "集群营收": "cluster_revenue",
    "技改投资": "technical_renovation",
    "规上培育": "enterprise_cultivation",
    "目标通报": "target_bulletin",
}
# What people head their paragraphs with, and the heading it is printed under.
_KINDS = (
    (re.compile(r"原因|情况分析|主要情况"), "原因"),
    (re.compile(r"问题|困难"), "问题"),
    (re.compile(r"建议"), "建议"),
    (re.compile(r"下一步|下步|打算|措施|工作安排"), "下一步"),
)
_AUTHOR = re.compile(r"^(?:作者|填写人|填报人|撰写人|撰写|经办)[:：]\s*(\S+).*$", re.M)
_OUTWARD = re.compile(r"^对外[:：][ \t]*(\S*).*$", re.M)
_YES = ("是", "可以", "可")
_TITLE = re.compile(r"\A\s*#\s+(?!(?:原因|问题|下一步|建议|说明)\s*$).*$", re.M)
_HEADING = re.compile(r"^#+\s*(原因|问题|下一步|建议|说明)\s*$", re.M)
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])\s*")
_LONGEST_HEADING = 16


@dataclass(frozen=True)
class Explanation:
    """A text as it is printed: (heading, paragraphs) in order, its author.

    ``outward``: its author has said that it may go to readers outside (对外：可以).
    """

    parts: tuple[tuple[str, str], ...] = ()
    author: str = ""
    outward: bool = False

    def part(self, heading: str) -> str:
        """What stands under a heading; "" where nothing does."""
        return "\n".join(text for name, text in self.parts if name == heading)


def place(period: str, unit: str, report: str) -> str:
    """Where the text of an edition lies below the folder of commentary."""
    return f"{period}/{unit}/{report}.md"


def read(folder: Path, period: str, unit: str, report: str) -> str | None:
    """The text as it was written; None where nobody has."""
    path = folder / place(period, unit, report)
    return path.read_text(encoding="utf-8-sig") if path.is_file() else None


def write(folder: Path, period: str, unit: str, report: str, text: Explanation) -> Path:
    """Write the text of an edition; without any words the file goes and the heading with it."""
    path = folder / place(period, unit, report)
    if not any(words.strip() for _, words in text.parts):
        path.unlink(missing_ok=True)
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(as_markdown(text), encoding="utf-8", newline="\n")
    beside.replace(path)
    return path


def parse(text: str) -> Explanation:
    """The explanation in a Markdown text.

    >>> parse("# 说明\\n作者：周敏\\n\\n## 原因\\n\\n订单不足。").parts
    (('原因', '订单不足。'),)
    """
    author, outward = _AUTHOR.search(text), _OUTWARD.search(text)
    body = _TITLE.sub("", _OUTWARD.sub("", _AUTHOR.sub("", text)))
    pieces = _HEADING.split(body)
    parts = tuple(
        (title, piece.strip())
        for title, piece in zip(("", *pieces[1::2]), pieces[0::2], strict=False)
        if piece.strip()
    )
    said = author.group(1).strip() if author else ""
    return Explanation(parts, said, outward is not None and outward.group(1) in _YES)


def as_markdown(text: Explanation) -> str:
    """The file's text of an explanation; :func:`parse` reads it back."""
    head = [f"作者：{text.author}"] if text.author else []
    head += ["对外：可以"] if text.outward else []
    told = [
        f"## {name}\n\n{words.strip()}" if name else words.strip() for name, words in text.parts
    ]
    return "\n\n".join([*(["\n".join(head)] if head else []), *told]) + "\n"


def from_paragraphs(paragraphs: Sequence[str]) -> Explanation:
    """The explanation in the paragraphs of a document (县区报来的 Word 文稿).

    A short paragraph that names causes, problems or the next step is a heading; a title before the
    first paragraph is left out; what stands under no heading is printed without one.

    >>> from_paragraphs(["情况说明", "一、主要原因", "订单不足。", "二、存在问题", "缺工。"]).parts
    (('原因', '订单不足。'), ('问题', '缺工。'))
    """
    author, parts = "", [("", list[str]())]
    for number, paragraph in enumerate(paragraphs):
        found = _AUTHOR.match(paragraph)
        heading = _heading(paragraph)
        if found:
            author = found.group(1).strip()
        elif heading:
            parts.append((heading, []))
        elif not (number == 0 and "说明" in paragraph and not paragraph.endswith("。")):
            parts[-1][1].append(paragraph)
    told = tuple((name, "\n".join(words)) for name, words in parts if words)
    return Explanation(told, author)


def _heading(paragraph: str) -> str | None:
    bare = _NUMBERED.sub("", paragraph).rstrip("：:")
    if len(paragraph) > _LONGEST_HEADING or re.search(r"[，。；！？]", bare):
        return None
    return next((name for kind, name in _KINDS if kind.search(bare)), None)
