"""The certificate of an audit (审计证明): that exactly these bytes were judged, and how.

It stands in the manifest of a shared release. Counts, hashes, names of rules and the solver; no
firm, no figure, no threshold, and nothing of which cell was held back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

# The bureau's own record of the last audit, beside the data that were judged.
RECORD = "audit.json"


@dataclass(frozen=True)
class Counts:
    """What was judged, in numbers (审计计数).

    Cells ``printed``, held back for themselves (``primary``), for others (``secondary``) or since
    an earlier release held them back (``kept``). ``totals``: totals among them, of which
    ``fixed_before`` had to go because an earlier release cannot be unsaid. ``figures``: read back
    from ``pages``. ``solved`` and ``skipped``: programs; ``insiders``: tried; ``past_help``:
    sums that earlier releases tell by themselves; ``earlier``: releases that had left before.
    """

    pages: int
    figures: int
    printed: int
    primary: int
    secondary: int
    kept: int
    totals: int
    fixed_before: int
    solved: int
    skipped: int
    insiders: int
    past_help: int
    earlier: int


@dataclass(frozen=True)
class Certificate:
    """A passed audit. ``pages``: name → SHA-256 of every file; ``ledger``: its head then.

    ``narrowest``: the narrowest interval shown to be left to an attacker, as a part of the sum it
    is of, decimal text.
    """

    period: str
    snapshot: str
    version: str
    solver: str
    rules: tuple[str, ...]
    counts: Counts
    narrowest: str
    pages: Mapping[str, str]
    shared: str
    internal: str
    ledger: str

    @property
    def digest(self) -> str:
        """What the ledger and the record of audits name the certificate by."""
        text = json.dumps(plain(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def plain(certificate: Certificate) -> dict[str, Any]:
    """As the manifest and JSON output tell it."""
    told = asdict(certificate)
    return {"passed": True, **told, "rules": list(certificate.rules)}


def read(told: Mapping[str, Any] | None) -> Certificate | None:
    """The certificate a manifest tells; None where it tells none or of another form."""
    if not told or told.get("passed") is not True:
        return None
    names = {f.name for f in fields(Certificate)}
    counted = {f.name for f in fields(Counts)}
    body = {name: told[name] for name in names if name in told}
    counts = body.get("counts")
    if body.keys() != names or not isinstance(counts, Mapping) or counts.keys() != counted:
        return None
    return Certificate(**{**body, "rules": tuple(body["rules"]), "counts": Counts(**counts)})


def text(certificate: Certificate) -> list[str]:
    """The certificate for a person (审计证明书), a line each."""
    c = certificate.counts
    held = c.primary + c.secondary + c.kept
    told = [
        f"{certificate.period}对外版通过数据安全审计（快照 {certificate.snapshot}）。",
        f"回读{c.pages}个页面、{c.figures}个数字，与此前{c.earlier}次对外发布一并核对。",
        f"单元格{c.printed + held}个：公布{c.printed}个，不公布{held}个"
        f"（自身须保密{c.primary}个，连带{c.secondary}个，此前已不公布{c.kept}个）。",
        f"线性规划求解{c.solved}次，由已有结果判定{c.skipped}次，"
        f"逐一设想{c.insiders}个内部知情单位；求解器 {certificate.solver}。",
        f"规则：{'、'.join(certificate.rules)}。",
    ]
    if c.totals:
        why = f"，其中{c.fixed_before}个因此前发布的内容不能收回" if c.fixed_before else ""
        told.append(f"有{c.totals}个合计不公布{why}。")
    if c.past_help:
        told.append(f"有{c.past_help}个数此前的发布已可推出，本期无从补救，本期没有增加。")
    told.append(f"留给推断者的最窄区间是其合计的{certificate.narrowest}。")
    return [*told, f"证明编号 {certificate.digest[:16]}。"]


def put_on_record(folder: Path, certificate: Certificate | None, details: list[str]) -> None:
    """Note how the last audit ended (审计记录), for the bureau alone; ``details``: why not."""
    told = {
        "passed": certificate is not None,
        "certificate": certificate.digest if certificate else None,
        "details": details,
    }
    beside = folder / f".{RECORD}.new"
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(folder / RECORD)


def on_record(folder: Path) -> Mapping[str, Any]:
    """How the last audit ended; empty where there is no readable record."""
    try:
        told: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told
