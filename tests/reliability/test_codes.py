"""B5: of 20,000 corrupted credit codes none is taken without a word; lost digits are refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import xlsxwriter

from gxlab.intake import cells
from gxlab.intake.extract import extract
from gxlab.intake.layouts import parse_layout
from gxlab.intake.model import Context, Extraction
from gxlab.intake.reader import Reader
from gxlab.intake.typed import FileFacts, text_reader
from gxlab.reference.periods import Period
from tests.soak import keep, many

# GB 32100-2015: 31 signs, weights 3^(i-1) mod 31 as the standard prints them.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# GB 11714-1997: weights of an organisation code, check 11 - Σ mod 11, ten is X, eleven is 0.
ORGANISATION = (3, 7, 9, 10, 5, 8, 4, 2)
# Three firms' codes as published; the check signs worked by hand are 3, K and R.
KNOWN = ("91350100M000100Y43", "91110000101623741K")

LAYOUT = parse_layout("""
name = "codes"
title = "代码表"
file_name = "代码"
status = "快报"
source_kind = "企业直报"
scope = "patch"
[period]
source = "constant"
constant = "2026年1—5月"
[[section]]
subject = "enterprise"
anchor = "统一社会信用代码"
constants = { span = "ytd" }
column = [
  { label = "统一社会信用代码", field = "subject", required = true },
  { label = "营业收入(万元)", indicator = "revenue", required = true },
]
""")


def _code(chance: random.Random) -> str:
    """A sound code of a firm, by the two standards' own arithmetic."""
    body = "".join(chance.choice(ALPHABET) for _ in range(8))
    digits = [int(sign, 36) for sign in body]
    rest = 11 - sum(d * w for d, w in zip(digits, ORGANISATION, strict=True)) % 11
    first17 = "91330101" + body + {10: "X", 11: "0"}.get(rest, str(rest))
    total = sum(ALPHABET.index(s) * w for s, w in zip(first17, WEIGHTS, strict=True))
    return first17 + ALPHABET[(31 - total % 31) % 31]


def _substituted(chance: random.Random, code: str) -> str:
    at = chance.randrange(18)
    other = chance.choice([sign for sign in ALPHABET + "IOSVZ" if sign != code[at]])
    return code[:at] + other + code[at + 1 :]


def _transposed(chance: random.Random, code: str) -> str:
    at = chance.choice([n for n in range(17) if code[n] != code[n + 1]])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def _silent(codes: list[str]) -> list[str]:
    """Those a column of credit codes takes without a word."""
    column = LAYOUT.spec.section[0].column[0]
    read = text_reader("credit_code", column, _facts())
    return [code for code in codes if read(code).rule is None]


def _facts() -> FileFacts:
    from gxlab.intake.lookups import Lookups
    from gxlab.intake.place import FileText

    return FileFacts(LAYOUT.spec, FileText("代码.xlsx", {}), Lookups(Context()), None, None)


@pytest.mark.soak
def test_no_corrupted_code_is_taken_without_a_word() -> None:
    chance = random.Random("codes")
    trials = many(10_000, 1_500)
    sound = [_code(chance) for _ in range(trials)]
    assert _silent([*KNOWN, *sound]) == [*KNOWN, *sound]  # a rule that warns of all would pass too
    substituted = [_substituted(chance, code) for code in sound]
    transposed = [_transposed(chance, code) for code in sound]
    silent = _silent(substituted) + _silent(transposed)
    assert not silent
    keep(
        "B5",
        "10,000 single substitutions and 10,000 transpositions of credit codes: none accepted "
        "silently; numeric cells over 15 digits rejected; a lost leading zero flagged",
        substitutions=len(substituted),
        transpositions=len(transposed),
        accepted_silently=len(silent),
        sound_codes_doubted=0,
    )


def _imported(tmp_path: Path, codes: list[str | int | float]) -> Extraction:
    """The codes typed into a real workbook, texts as texts and numbers as numbers, and read."""
    path = tmp_path / "代码.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("表")
        page.write_row(0, 0, ["统一社会信用代码", "营业收入(万元)"])
        for row, code in enumerate(codes, start=1):
            if isinstance(code, str):
                page.write_string(row, 0, code)
            else:
                page.write_number(row, 0, code)
            page.write_number(row, 1, row)
    with Reader() as reader:
        grid = reader.read(path)
    return extract(grid, LAYOUT, Context(latest=Period(2026, 6)), file_name="代码.xlsx")


def test_numeric_cells_of_more_than_fifteen_digits_are_rejected(tmp_path: Path) -> None:
    chance = random.Random("digits")
    numbers: list[str | int | float] = [
        chance.randrange(10 ** (n - 1), 10**n) for n in range(16, 23) for _ in range(20)
    ]
    found = _imported(tmp_path, numbers)
    assert found.rows_stored == 0 and found.rows_refused == len(numbers)
    wanted = {("lossy_code", f"A{row}") for row in range(2, len(numbers) + 2)}
    assert {(p.rule, p.cell) for p in found.problems} == wanted
    # 两个不同的17位代码在表中是同一个数,收下任何一个都可能是张冠李戴。
    twins = _imported(tmp_path, [91330100123456789, 91330100123456788])
    assert twins.rows_stored == 0


def test_a_sound_code_typed_as_text_is_stored(tmp_path: Path) -> None:
    found = _imported(tmp_path, [*KNOWN])
    assert found.rows_stored == 2 and not found.problems


@pytest.mark.parametrize(
    ("text", "width", "kept"),
    [("6", 2, "06"), ("0600", 4, "0600"), ("600", 4, "0600"), ("30101", 6, "030101")],
)
def test_a_lost_leading_zero_is_flagged(text: str, width: int, kept: str) -> None:
    read = cells.read_code(text, width)
    assert read.value == kept
    assert (read.rule == "code_padded") == (text != kept)
