"""审核、定稿、报送: what a person signs is locked with its figures and bytes.

The signed files are laid into the folder of releases first; the line in the ledger of releases is
the moment of signing; then the pages go live under the journal. A run that died in between leaves
either a draft, or a signed edition whose page the next report puts in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gxlab.batch import journal, manifest
from gxlab.batch.content import content_of, payloads
from gxlab.batch.finished import executed
from gxlab.batch.imprint import Correction, imprinted, imprinted_inputs
from gxlab.batch.manifest import Edition, file_digest, put
from gxlab.batch.notebooks import ReportNotebook
from gxlab.batch.plan import Planned
from gxlab.batch.printed import printed_figures
from gxlab.batch.reissue import correction_of, file_ids, imprint_of, standing
from gxlab.batch.staging import EXTRA, Bench, cleared, staged_page
from gxlab.warehouse import releases
from gxlab.warehouse.releases import FIGURES, REVIEWED, SENT, SIGNED, Issued, Names, figures_bytes

Entry = Mapping[str, Any]


class NotSignable(ValueError):
    """The edition cannot be signed as it stands (不能定稿); nothing was signed."""


@dataclass(frozen=True)
class Act:
    """What is signed (签发事项): the state to reach, 第N期, by whom and when; ``sent_to`` whom."""

    state: str
    names: Names
    issue: int = 0
    sent_to: str = ""


@dataclass(frozen=True)
class Signing:
    """What became of one edition: ``outcome`` is signed, reviewed, sent or unchanged."""

    entry: Entry
    outcome: str
    issued: Issued
    correction: Correction | None = None


def sign(entries: Sequence[Entry], act: Act, bench: Bench) -> list[Signing]:
    """Sign editions of one release as they stand; all of them or none.

    The caller holds the lock of publishing. Raises NotSignable naming the edition and what to do.
    """
    journal.replay(bench.shop.scratch)
    for entry in entries:
        _check(entry, act, bench)
    prepared = [_prepared(entry, act, bench) for entry in entries]
    fresh = [signing for signing in prepared if signing.outcome != "unchanged"]
    if fresh:
        told = {"act": act.state, "sent_to": act.sent_to}
        releases.record(_folder(bench), [s.issued for s in fresh], told)
        _place(fresh, bench)
    return prepared


def _check(entry: Entry, act: Act, bench: Bench) -> None:
    """Whether the edition's files are those that were made, and the number is free."""
    named = f"{entry['unit']} {entry['title']}"
    if entry["outcome"] != "built":
        raise NotSignable(f"“{named}”没有生成成功，不能{act.state}，请先用 gxlab report 重新生成。")
    page = bench.shop.workspace / entry["html"]
    if file_digest(page) != entry["html_sha256"]:
        raise NotSignable(f"“{named}”的页面缺失或已被改动，请先用 gxlab report 重新生成。")
    if file_digest(page.with_suffix(".ipynb")) != entry.get("ipynb_sha256"):
        raise NotSignable(
            f"“{named}”的笔记本 {page.stem}.ipynb 缺失或已被改动，"
            "请先用 gxlab report --force 重新生成。"
        )
    prior = _prior(entry, bench)
    if act.state == SENT and (prior is None or not (entry.get("release") or {}).get("signed")):
        raise NotSignable(f"“{named}”还没有定稿，不能登记报送，请先用 gxlab sign 定稿。")
    if act.state != SENT and prior is not None and prior.issue != act.issue:
        raise NotSignable(
            f"“{named}”已按第{prior.issue}期定稿，--issue 应为{prior.issue}，实为{act.issue}。"
        )
    for other in releases.acts(_folder(bench)) if act.issue else ():
        same_year = other.period[:4] == entry["period"][:4] and other.audience == entry["audience"]
        if same_year and other.issue == act.issue and other.period != entry["period"]:
            raise NotSignable(
                f"{other.period[:4]}年第{act.issue}期已用于 {other.period}，请换一个 --issue。"
            )


def _prepared(entry: Entry, act: Act, bench: Bench) -> Signing:
    """The edition as it will be signed; its files laid down, nothing yet in force."""
    prior = _prior(entry, bench)
    if act.state == SENT:
        assert prior is not None, "已核对过定稿"
        sent = replace(prior, state=SENT)
        return Signing(_restated(entry, sent), "sent" if sent != prior else "unchanged", sent)
    if prior is not None and (entry.get("release") or {}).get("signed"):
        return Signing(entry, "unchanged", prior)
    return _signed_now(entry, act, prior, bench)


def _signed_now(entry: Entry, act: Act, prior: Issued | None, bench: Bench) -> Signing:
    notebook = executed(_notebook(entry, bench).read_text(encoding="utf-8"))
    correction = _correction(prior, notebook, entry, bench)
    issued = _issued(entry, act, prior)
    imprint = imprint_of(issued)
    inputs = imprinted_inputs(content_of(payloads(notebook)), imprint, correction)
    made = imprinted(notebook, imprint, correction)
    files = _forms(made, inputs, _planned(entry), bench)
    kept = {} if act.state == REVIEWED else _kept(issued, files, notebook, bench)
    issued = replace(issued, inputs=inputs, files=kept)
    new = {
        **entry,
        "inputs": inputs,
        "summary": bench.press.summary(made),
        "html_sha256": _sha256(files[".html"]),
        "also": {ending: _sha256(data) for ending, data in files.items() if ending in EXTRA},
        "also_from": bench.press.also_from,
        "release": _release(act, prior, issued),
    }
    return Signing(new, "reviewed" if act.state == REVIEWED else "signed", issued, correction)


def _forms(
    made: Mapping[str, Any], inputs: str, planned: Planned, bench: Bench
) -> dict[str, bytes]:
    """The page and its other forms with the imprint on them, laid down in scratch."""
    files = {".html": bench.press.page(made, planned, inputs).encode("utf-8")}
    for ending in planned.also:
        files[ending] = bench.press.also(made, planned, inputs, ending)
    waiting = cleared(staged_page(planned, bench.shop))
    for ending, data in files.items():
        put(waiting.with_suffix(ending), data)
    return files


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _release(act: Act, prior: Issued | None, issued: Issued) -> dict[str, Any] | None:
    if act.state == REVIEWED:
        return standing(prior, corrected=True) if prior else None
    return standing(issued, corrected=False)


def _correction(
    prior: Issued | None, notebook: Mapping[str, Any], entry: Entry, bench: Bench
) -> Correction | None:
    if prior is None:
        return None
    return correction_of(prior, _folder(bench), notebook, entry["key"], entry["reads"], bench.desk)


def _issued(entry: Entry, act: Act, prior: Issued | None) -> Issued:
    return Issued(
        report=entry["report"],
        unit=entry["unit"],
        period=entry["period"],
        audience=entry["audience"],
        state=act.state,
        issue=act.issue,
        correction=prior.correction + 1 if prior else 0,
        names=act.names,
        inputs="",
        made_from={
            "snapshot": entry["snapshot"],
            "key": dict(entry["key"]),
            "file_ids": file_ids(entry["reads"]),
        },
    )


def _kept(
    issued: Issued, files: Mapping[str, bytes], notebook: Mapping[str, Any], bench: Bench
) -> dict[str, str]:
    """Lay the signed files and the figures down; name → SHA-256. They are in force once the ledger
    of releases names them; what an interrupted signing left is written anew."""
    place = releases.folder_of(
        issued.period, issued.audience, issued.issue, issued.correction, issued.unit
    )
    whole = {**files, FIGURES: figures_bytes(printed_figures(notebook))}
    names = {f"{place}/{issued.report}{ending}": data for ending, data in whole.items()}
    for name, data in names.items():
        put(_folder(bench) / name, data)
    return {name: _sha256(data) for name, data in names.items()}


def _place(signings: Sequence[Signing], bench: Bench) -> None:
    """Put the signed pages in place, then manifest and indexes."""
    first = signings[0].entry
    folder = bench.shop.reports / first["period"] / first["audience"]
    merged = manifest.read(folder)
    moves: list[journal.Move] = []
    for signing in signings:
        entry = signing.entry
        merged[entry["report"], entry["unit"]] = dict(entry)
        if signing.outcome != "sent":
            moves += _moves(entry, bench)
    indexes = bench.press.index(list(merged.values()), folder, bench.shop.scratch / "staged")
    journal.carry_out([*moves, *indexes], bench.shop.scratch)


def _moves(entry: Entry, bench: Bench) -> list[journal.Move]:
    page = bench.shop.workspace / entry["html"]
    waiting = staged_page(_planned(entry), bench.shop)
    endings = [e for e in (".html", *EXTRA) if waiting.with_suffix(e).is_file()]
    return [journal.Move(page.with_suffix(e), waiting.with_suffix(e)) for e in endings]


def _restated(entry: Entry, sent: Issued) -> dict[str, Any]:
    """The entry of an edition that has been sent; its bytes stay, the index says so."""
    summary = dict(entry["summary"])
    detail = summary["state"].partition("（")[2]
    summary["state"] = f"{SENT}（{detail}" if detail else SENT
    return {**entry, "summary": summary, "release": standing(sent, corrected=False)}


def _planned(entry: Entry) -> Planned:
    edition = Edition(entry["report"], entry["unit"], entry["period"], entry["audience"])
    notebook = ReportNotebook(entry["report"], entry["title"], Path(), "", {})
    return Planned(edition, notebook, {}, dict(entry["key"]), tuple(entry.get("also") or ()))


def _notebook(entry: Entry, bench: Bench) -> Path:
    return (bench.shop.workspace / str(entry["html"])).with_suffix(".ipynb")


def _prior(entry: Entry, bench: Bench) -> Issued | None:
    return bench.signed.get((entry["report"], entry["unit"]))


def _folder(bench: Bench) -> Path:
    return bench.releases


__all__ = ["SIGNED", "Act", "NotSignable", "Signing", "sign"]
