"""The scan finds what is planted, in every channel and in every way of writing it."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.disclosure.bundle_files import bundle_files
from gxlab.disclosure.scan import scan
from gxlab.disclosure.secret_forms import Secrets, value_forms
from tests.disclosure.canaries import CHANNELS, archive, page

NAME = "示例博远电机制造有限公司"
CODE = "91130000MA0EXAMPL7"
KINDS = {
    NAME: "企业名称",
    "博远电机": "企业简称",
    CODE: "统一社会信用代码",
    CODE[8:17]: "组织机构代码",
    "欧阳示例": "法定代表人",
    "示例市东山区银河路18号": "地址",
    "0313-5550123": "电话",
    "年产3万台电机技改项目": "项目名称",
    "2601-130102-07-02-123456": "项目代码",
}
# 123,456.7891 万元: 12.35 亿元, 1,234,567,891 元.
VALUE = Decimal("123456.7891")
WAYS = (
    "123456.7891",
    "123,456.79",
    "1,234,567,891",
    "1234567.9",
    "12.35",
    "12.3457",
    "1.234567891e9",
)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_name_is_found_in_every_channel(channel: str) -> None:
    planted = CHANNELS[channel](NAME)
    found = scan(planted, Secrets({NAME: "企业名称"}))
    assert [hit.kind for hit in found.hits][:1] == ["企业名称"], channel
    assert {hit.file for hit in found.hits} == set(planted)
    assert scan(CHANNELS[channel]("另一家有限责任公司"), Secrets({NAME: "企业名称"})).hits == ()


@pytest.mark.parametrize("channel", [c for c in CHANNELS if c != "文件名"])
def test_a_value_is_found_in_every_channel(channel: str) -> None:
    planted = CHANNELS[channel]("累计为123,456.79万元，同比略增")
    found = scan(planted, Secrets({}, (VALUE,)))
    assert {hit.kind for hit in found.hits} == {"不公布的数值"}, channel


@pytest.mark.parametrize("secret", KINDS)
def test_every_kind_of_identifier_is_found(secret: str) -> None:
    found = scan(page(f"<td>甲 {secret} 乙</td>"), Secrets(KINDS))
    assert KINDS[secret] in {hit.kind for hit in found.hits}
    assert not any(secret in repr(hit) for hit in found.hits)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("around", ["<td>{}</td>", '<p aria-label="{}">', "x{}万元", "−{}"])
def test_a_value_is_found_in_every_unit_and_precision(way: str, around: str) -> None:
    assert scan(page(around.format(way)), Secrets({}, (VALUE,))).hits, way


def test_spaces_and_hyphens_do_not_hide_an_identifier() -> None:
    written = page(
        "<p>电话０３１３—５５５ ０１２３，示例 博远（电机）</p><p>示例博远 电机\n制造 有限公司</p>"
    )
    assert {hit.kind for hit in scan(written, Secrets(KINDS)).hits} >= {"电话", "企业名称"}


def test_forms_of_a_value_by_hand() -> None:
    # 1,234.5 万元 = 12,345,000 元 = 12,345 千元 = 0.12345 亿元.
    forms, short = value_forms(Decimal("1234.5"))
    assert forms == {"12345000", "12345", "1234.5", "1235", "0.1235"}
    # left out: 亿元 with 0 to 3 decimals: 0, 0.1, 0.12, 0.123
    assert short == 4


def test_what_chance_writes_is_left_out_and_counted() -> None:
    found = scan(page("<p>12.3 天津</p>"), Secrets({"天津": "企业简称"}, (Decimal("12.3"),)))
    # 12.3 万元: 123000 元, 123 千元, 12 and 12.3 万元, 0, 0.001, 0.0012 亿元: seven; and a name.
    assert found.hits == () and found.short == 8


def test_what_is_printed_by_right_is_no_hit() -> None:
    secret = Secrets({"东山": "企业简称", "东山电机": "企业简称"}, (Decimal("7644300"),))
    told = page("<p>东山电机园 764.43</p>")
    assert {hit.kind for hit in scan(told, secret).hits} == {"企业简称", "不公布的数值"}
    by_right = scan(told, secret, printed=[Decimal("764.43")], public=["东山电机园"])
    assert by_right.hits == () and by_right.public == 2


def test_places_of_marks_and_dates_are_not_values() -> None:
    drawn = page('<path d="M123456.79,3.9h418.5v18.2h-418.5Z"></path><p>2026年5月 2026-05</p>')
    assert scan(drawn, Secrets({}, (VALUE, Decimal(2026), Decimal("4185")))).hits == ()


def test_a_bundle_is_a_folder_or_a_zip(tmp_path: Path) -> None:
    (tmp_path / "b" / "330000").mkdir(parents=True)
    (tmp_path / "b" / "330000" / "a.html").write_text(NAME, encoding="utf-8")
    packed = tmp_path / "b.zip"
    packed.write_bytes(archive("330000/a.html", NAME.encode()))
    for bundle in (tmp_path / "b", packed):
        found = scan(bundle_files(bundle), Secrets(KINDS))
        assert {hit.file for hit in found.hits} == {"330000/a.html"}


def test_a_hundred_pages_for_thousands_of_secrets_in_seconds() -> None:
    rng = random.Random(7)
    cells = "".join(f"<td>{rng.random() * 1000:.2f}</td><td>集群{n}</td>" for n in range(4000))
    pages = {f"{n}/a.html": page(f"<p>{n}</p>{cells}")["330000/a.html"] for n in range(100)}
    secrets = Secrets(
        {f"示例{n:05d}机械有限公司": "企业名称" for n in range(6000)},
        tuple(Decimal(rng.randrange(10**9, 10**11)).scaleb(-4) + 10**9 for _ in range(2000)),
    )
    pages["9/a.html"] += "示例00042机械有限公司".encode()
    begun = time.perf_counter()
    found = scan(pages, secrets)
    assert [hit.file for hit in found.hits] == ["9/a.html"] * len(found.hits) and found.hits
    assert time.perf_counter() - begun < 30
    assert found.bytes > 10_000_000
