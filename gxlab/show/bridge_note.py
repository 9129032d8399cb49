"""附注 of the bridge (增量构成表的说明), written from the parts that really occur."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures.figures import FigureRow

MOVES_BASE = {
    "entered": "小升规等企业带入历史基数",
    "exit": "退库企业按来源设置不保留基数",
    "exit_kept": "退库企业按来源设置保留基数，其上年同期数全部计为减量",
    "joined": "新纳入成员带入基数",
    "left": "调出成员带走基数",
    "reclassed_in": "行业划入企业带入基数",
    "reclassed_out": "行业划出企业带走基数",
    "moved_in": "外地划入企业带入基数",
    "moved_out": "划出企业带走基数",
    "restated": "企业重报上年同期数",
    "silent": "未报企业的基数一并剔除",
    "base_missing": "基数缺失企业的基数剔除、本期数计入总量而不参加增速计算",
}


def bridge_note(parts: Sequence[FigureRow]) -> str:
    """One sentence a kind of statement: what moved the base, and what each column refers to."""
    said = [text for code, text in MOVES_BASE.items() if any(p.code == code for p in parts)]
    moved = f"本期基数变动来自：{'、'.join(said)}。" if said else "本期没有基数变动。"
    new = "新投产企业没有基数，本期数全部计为增量。" if any(p.code == "new" for p in parts) else ""
    return (
        "基数一栏自上年口径逐项调整到本期可比口径，各项之和等于合计；拉动相对可比基数，"
        "各项之和为可比口径增速；名义一栏相对上年口径，各项之和为与上年公布数直接相比的增速，"
        f"只说明口径差异，不作为增速公布。{moved}{new}"
    )
