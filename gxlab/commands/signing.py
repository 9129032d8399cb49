"""The command that signs a release (定稿): sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gxlab.commands.ask import period_of
from gxlab.commands.faults import WrongUse
from gxlab.commands.session import Reply, grid, session

if TYPE_CHECKING:
    from gxlab.batch.signing import Act, Signing

OUTCOMES = {"signed": "已定稿", "reviewed": "已审核", "sent": "已报送", "unchanged": "未变化"}
_LONGEST = 20


def register(app: typer.Typer) -> None:
    """Add this group's command."""
    app.command("sign", help="审核、定稿或登记报送：锁定一期报告的数字和文件。")(sign)


def sign(
    context: typer.Context,
    period: Annotated[str, typer.Option(metavar="年-月", help="报告期，如 2026-05")],
    issue: Annotated[int | None, typer.Option(metavar="期号", help="第几期，如 5")] = None,
    prepared_by: Annotated[str | None, typer.Option(metavar="姓名", help="编制")] = None,
    reviewed_by: Annotated[str | None, typer.Option(metavar="姓名", help="审核")] = None,
    approved_by: Annotated[
        str | None, typer.Option(metavar="姓名", help="签发；不写则只到审核，不锁定")
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(metavar="单元", help="代码或名称，可写多次；all（缺省）为已生成的全部"),
    ] = None,
    report: Annotated[
        list[str] | None, typer.Option(metavar="报告", help="可写多次；all（缺省）为全部")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--date", metavar="年-月-日", help="签发日期，缺省为今天")
    ] = None,
    sent_to: Annotated[
        str | None, typer.Option(metavar="单位", help="登记报送：定稿后报给谁")
    ] = None,
) -> Reply:
    """Sign the editions of a period as they stand."""
    from gxlab.commands import releasing
    from gxlab.warehouse import lock

    act = _act(issue, (prepared_by, reviewed_by, approved_by), _day(on), sent_to)
    workspace = session(context).workspace
    wanted = releasing.Wanted(period_of(period), unit or ["all"], report or ["all"])
    with lock.held(workspace.warehouse / "publish.lock", "定稿"):
        done = releasing.sign(workspace, wanted, act)
    editions = [_edition(signing) for signing in done]
    data = {"editions": editions, "changed": [c for s in done for c in _changed(s)]}
    return Reply(data, _shown(done, editions, data["changed"]))


def _act(issue: int | None, names: Sequence[str | None], day: date, sent_to: str | None) -> Act:
    from gxlab.batch.signing import Act
    from gxlab.warehouse.releases import REVIEWED, SENT, SIGNED, Names

    prepared, reviewed, approved = (_name(text) for text in names)
    if sent_to is not None:
        if issue is not None or prepared or reviewed or approved:
            raise WrongUse("--sent-to 只登记报送，不与期号和姓名同用；请先定稿，再登记报送。")
        if not sent_to.strip():
            raise WrongUse("--sent-to 后面应写报送单位，如 --sent-to 市政府办公室。")
        return Act(SENT, Names(date=day), sent_to=_name(sent_to))
    if issue is None or issue < 1:
        raise WrongUse(
            f"--issue 应为1以上的整数（第几期），实为{'空' if issue is None else issue}。"
        )
    for option, name in (("--prepared-by", prepared), ("--reviewed-by", reviewed)):
        if not name:
            raise WrongUse(f"没有写 {option}；定稿要写明编制、审核、签发，审核要写明编制、审核。")
    state = SIGNED if approved else REVIEWED
    return Act(state, Names(prepared, reviewed, approved, day), issue)


def _name(text: str | None) -> str:
    name = (text or "").strip()
    if len(name) > _LONGEST or not name.isprintable():
        raise WrongUse(f"姓名或单位应在{_LONGEST}字以内、不含换行，实为“{name[:30]}”。")
    return name


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"--date 应写作 2026-06-20，实为“{text}”。") from None


def _edition(signing: Signing) -> dict[str, Any]:
    from gxlab.batch.reissue import page_files

    issued = signing.issued
    return {
        "report": issued.report,
        "unit": issued.unit,
        "period": issued.period,
        "audience": issued.audience,
        "outcome": signing.outcome,
        "state": issued.state,
        "issue": issued.issue,
        "correction": issued.correction,
        "html": signing.entry["html"],
        "inputs": issued.inputs,
        "sha256": signing.entry["html_sha256"],
        "kept": [f"data/releases/{name}" for name in page_files(issued).values()],
    }


def _changed(signing: Signing) -> list[dict[str, Any]]:
    from gxlab.batch.printed import reading

    if signing.correction is None:
        return []
    return [
        {
            "report": signing.issued.report,
            "unit": signing.issued.unit,
            "ref": changed.ref,
            "was": reading(changed.was) or None,
            "is": reading(changed.now) or None,
        }
        for changed in signing.correction.changes
    ]


def _shown(
    done: Sequence[Signing], editions: Sequence[dict[str, Any]], changed: Sequence[Any]
) -> list[Any]:
    heads = ["单元", "报告", "结果", "期号", "页面"]
    rows = [
        (e["unit"], e["report"], OUTCOMES[e["outcome"]], s.issued.title, e["html"])
        for s, e in zip(done, editions, strict=True)
    ]
    counts = {word: sum(r[2] == word for r in rows) for word in OUTCOMES.values()}
    told = "，".join(f"{word}{count}期" for word, count in counts.items() if count)
    more = f"；更正数字{len(changed)}个" if changed else ""
    return [grid(heads, rows), f"{told}{more}。定稿文件存于 data/releases，核对用 gxlab verify。"]
