"""说法的变化:同一关系的各种写法,真句、改一个数的假句、无从核对的句子各归各位."""

from __future__ import annotations

import pytest

from gxlab.prose.clauses import sentences
from gxlab.prose.verdicts import proofread
from tests.spec.proofread.templates import GROUPS
from tests.spec.proofread.variants import AGREES, DISAGREES, UNCHECKED, VARIANTS


@pytest.mark.parametrize("text", VARIANTS)
def test_a_variant_gets_its_verdict(text: str) -> None:
    found = proofread([s for line in text.splitlines() for s in sentences(line)])
    said = {s.verdict for s in found}
    worst = next((v for v in (DISAGREES, AGREES) if v in said), UNCHECKED)
    assert worst == VARIANTS[text], found


SPOKEN = [pair for group in GROUPS for pair in group.pairs()]


@pytest.mark.parametrize(("right", "wrong"), SPOKEN, ids=range(len(SPOKEN)))
def test_however_it_is_said(right: str, wrong: str) -> None:
    for text, wanted in ((right, AGREES), (wrong, DISAGREES)):
        found = proofread([s for line in text.splitlines() for s in sentences(line)])
        said = {s.verdict for s in found}
        worst = next((v for v in (DISAGREES, AGREES) if v in said), UNCHECKED)
        assert worst == wanted, found
