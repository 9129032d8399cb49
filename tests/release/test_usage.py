"""gxlab sign used wrongly: one Chinese sentence that names the option, and nothing is signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.sample import workspace_at
from tests.cli.running import run

PREPARED, REVIEWED = ("--prepared-by", "周敏"), ("--reviewed-by", "李强")
APPROVED, ISSUE = ("--approved-by", "王立"), ("--issue", "5")

WRONG: tuple[tuple[tuple[str, ...], int, str], ...] = (
    ((*PREPARED, *REVIEWED, *APPROVED), 2, "--issue 应为1以上的整数"),
    (("--issue", "0", *PREPARED, *REVIEWED), 2, "--issue 应为1以上的整数（第几期），实为0"),
    ((*ISSUE, *REVIEWED, *APPROVED), 2, "没有写 --prepared-by"),
    ((*ISSUE, *PREPARED, *APPROVED), 2, "没有写 --reviewed-by"),
    ((*ISSUE, *PREPARED, *REVIEWED, "--date", "6月20日"), 2, "--date 应写作 2026-06-20"),
    ((*ISSUE, "--prepared-by", "周\n敏", *REVIEWED), 2, "不含换行"),
    ((*ISSUE, "--prepared-by", "周" * 21, *REVIEWED), 2, "20字以内"),
    (("--sent-to", "市政府办公室", *ISSUE), 2, "--sent-to 只登记报送"),
    (("--sent-to", " "), 2, "--sent-to"),
    ((*ISSUE, *PREPARED, *REVIEWED, "--period", "5月"), 2, "5月"),
    ((*ISSUE, *PREPARED, *REVIEWED, "--unit", "北岭县"), 1, "还没有报告"),
    ((*ISSUE, *PREPARED, *REVIEWED, *APPROVED), 1, "2026-05还没有报告，请先用 gxlab report"),
)


@pytest.mark.parametrize(("words", "code", "said"), WRONG, ids=lambda v: str(v)[:40])
def test_a_wrong_use_is_named(
    words: tuple[str, ...],
    code: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace = workspace_at(tmp_path)
    period = () if "--period" in words else ("--period", "2026-05")
    ended = run(capsys, "sign", *period, *words, "--workspace", workspace.root, "--json")
    assert (ended.code, said in ended.json["error"]) == (code, True), ended.json["error"]
    assert not workspace.releases.exists()
