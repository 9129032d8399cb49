"""B6: a text file is read in the encoding it was written in, or refused; nothing in between."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from gxlab.intake.grid import Unreadable
from gxlab.intake.sniff import sniff
from tests.soak import keep, many

# 常用字、生僻字、GB18030四字节字(𠮷 U+20BB7、㐂 U+3402)、全角和西文。
_HANZI = "示例市县区企业名称营业收入机械化工有限公司集团轴承镕堃昇喆淼犇鑫赟"
_RARE = "𠮷㐂䶮𣗋"
_OTHERS = "１２３，。（）【】·—…％№①Ⅱ×±°αβ"
_ENCODINGS = (
    ("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("gbk", b""),
    ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b""), ("utf-16-be", b""),
)  # fmt: skip


_COUNTED = (
    "whole", "unmarked_utf16_refused", "cut", "cut_refused", "mixed", "mixed_refused"
)  # fmt: skip


def _text(chance: random.Random, encoding: str) -> str:
    """A small table; GBK has no rare characters."""
    letters = _HANZI * 4 + _OTHERS + (_RARE if encoding != "gbk" else "")
    lines = [
        ",".join(
            "".join(chance.choice(letters) for _ in range(chance.randint(1, 8)))
            if chance.random() < 0.6
            else f"{chance.uniform(0, 9999):.2f}"
            for _ in range(chance.randint(2, 6))
        )
        for _ in range(chance.randint(2, 9))
    ]
    return "代码,企业名称\n" + "\n".join(lines) + "\n"


def _sendable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cases(seeds: int) -> Iterator[tuple[str, bytes, str, bytes]]:
    for seed in range(seeds):
        chance = random.Random(f"编码{seed}")
        for encoding, mark in _ENCODINGS:
            text = _text(chance, encoding)
            if _sendable(text, encoding):
                yield encoding, mark, text, mark + text.encode(encoding)


@pytest.mark.soak
def test_whole_cut_and_mixed_texts() -> None:
    counts = dict.fromkeys(_COUNTED, 0)
    chance = random.Random("切")
    for encoding, mark, text, data in _cases(many(200, 12)):
        counts["whole"] += 1
        if mark or not encoding.startswith("utf-16"):
            assert sniff(data).text == text, (encoding, mark)
        else:
            counts["unmarked_utf16_refused"] += _cut(data, text, len(data))
        for _ in range(10):
            counts["cut"] += 1
            counts["cut_refused"] += _cut(data, text, chance.randrange(len(data) // 2, len(data)))
        counts["mixed"] += 1
        counts["mixed_refused"] += _mixed(chance, text)
    assert counts["cut_refused"] > 0 and counts["mixed_refused"] > 0
    keep(
        "B6",
        "GB18030 with four bytes, GBK, UTF-8 and UTF-16 with and without mark, cut and mixed: the "
        "right text or a refusal with line and byte; nothing garbled stored",
        **counts,
    )


def _cut(data: bytes, text: str, at: int) -> bool:
    """A file that broke off: its beginning as it was written, or refused; True if refused."""
    try:
        read = sniff(data[:at]).text
    except Unreadable as refusal:
        assert refusal.rule in ("undecodable_text", "binary_file"), refusal.rule
        return True
    assert read is not None
    assert text.startswith(read), (read[-20:], at)
    return False


def _mixed(chance: random.Random, text: str) -> bool:
    """Lines of two encodings in one file: refused with line and byte."""
    lines = text.splitlines(keepends=True)
    foreign = chance.randrange(len(lines))
    mixed = b"".join(
        line.encode("gb18030" if number == foreign else "utf-8")
        for number, line in enumerate(lines)
    )
    try:
        read = sniff(mixed).text
    except Unreadable as refusal:
        assert refusal.rule == "undecodable_text" and "第" in refusal.text
        return True
    # 外来的一行若只有西文和数字,两种编码字节相同,就不是混合。
    assert read == text, foreign
    return False


@pytest.mark.parametrize("name", ["联通", "陆", "镭", "录音", "娄底", "是的"])
def test_short_names_that_look_like_another_encoding(name: str) -> None:
    data = f"1,{name}\n".encode("gbk")
    try:
        assert sniff(data).text == f"1,{name}\n"
    except Unreadable as refusal:
        assert refusal.rule == "undecodable_text"


def test_latin_words_and_signs_are_not_doubted() -> None:
    for text in (
        "id,name\n1,Société\n2,Müller\n",
        "a,b\n5×3,20°\n",
        "a,b\n±0.5,m²\n",
        "规格\nΦ20\nβ\n",
    ):
        assert sniff(text.encode()).text == text


@pytest.mark.parametrize("broken", ["锟斤拷", "\ufffd"])
def test_what_was_broken_before_is_not_stored(broken: str) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        with pytest.raises(Unreadable) as refusal:
            sniff(f"名称,数\n甲{broken}公司,1\n".encode(encoding))
        assert refusal.value.rule == "broken_text" and "第2行" in refusal.value.text
