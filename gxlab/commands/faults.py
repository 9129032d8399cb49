"""Errors as a user meets them (报错): one Chinese sentence and the exit code that fits.

What is not listed here is a fault of the program; it is said so, and ``--debug`` shows where.
"""

from __future__ import annotations

import errno

from gxlab.commands.session import DAMAGED, INTERRUPTED, LOCKED, NOT_ALL, USAGE

# By name of class: naming the classes would load every stage before the first word is printed.
CODES = {
    "Locked": LOCKED,
    "DamagedSnapshot": DAMAGED,
    "DamagedWarehouse": DAMAGED,
    "DamagedBackup": DAMAGED,
    "LedgerBroken": DAMAGED,
    "NoSnapshot": USAGE,
    "NotAWorkspace": USAGE,
    "UnknownIndicator": USAGE,
    "UnknownUnitName": USAGE,
    "NoUnits": USAGE,
    "NothingFound": USAGE,
    "UnknownLayout": USAGE,
    "UnknownTemplate": USAGE,
    "UnanswerableQuestion": USAGE,
    "UnknownBatch": USAGE,
    "UnknownProblem": USAGE,
    "LayoutError": USAGE,
    "WrongUse": USAGE,
    "NotebookRefused": USAGE,
    "WrongRule": USAGE,
    "UnreadableDocument": USAGE,
    "NoRoom": NOT_ALL,
    "NetworkFolder": NOT_ALL,
    "NotEmpty": NOT_ALL,
    "NewerFile": NOT_ALL,
    "MigrationFailed": NOT_ALL,
    "Impossible": NOT_ALL,
    "NoRelease": NOT_ALL,
    "Inconsistent": NOT_ALL,
    "Unsolved": NOT_ALL,
    "NotSignable": NOT_ALL,
    "TemplateRefused": NOT_ALL,
    "PublishRefused": NOT_ALL,
    "ClusterFault": NOT_ALL,
    "DamagedPiece": NOT_ALL,
    "OutOfPlace": NOT_ALL,
}


class WrongUse(ValueError):
    """A parameter that makes no sense (参数有误); nothing was done."""


class Impossible(ValueError):
    """What was asked cannot be done now, by rule (不能办理)."""


def explain(error: BaseException) -> tuple[int, str] | None:
    """The exit code and sentence for an error; None for a fault of the program."""
    if _is_interruption(error):
        return INTERRUPTED, "已中断，未完成的部分没有保存，原有数据和报告保持不变。"
    name = type(error).__name__
    if name in CODES:
        return CODES[name], str(error)
    if isinstance(error, OSError):
        return NOT_ALL, _system(error)
    if _met_damage(error):
        return DAMAGED, "数据文件有数据块读不出来，多半已损坏，请用 gxlab verify 核对后恢复。"
    return None


def _met_damage(error: BaseException) -> bool:
    """Whether the database met a block whose checksum does not hold."""
    database = type(error).__module__.lstrip("_").startswith("duckdb")
    return database and ("Corrupt database" in str(error) or "checksum" in str(error))


def _is_interruption(error: BaseException) -> bool:
    """Ctrl-C, also where it met the database in the middle of a query, or of taking rows over,
    and came out renamed."""
    if isinstance(error, KeyboardInterrupt):
        return True
    if isinstance(error, RuntimeError) and str(error) == "Query interrupted":
        return True
    kinds = {(kind.__module__.lstrip("_"), kind.__name__) for kind in type(error).__mro__}
    met_rows = ("duckdb", "Error") in kinds and "KeyboardInterrupt" in str(error)
    return met_rows or ("duckdb", "InterruptException") in kinds


def unexplained(error: BaseException) -> str:
    """The sentence for a fault of the program (程序故障)."""
    return (
        f"程序内部出错（{type(error).__name__}：{error}）。已入库的数据不受影响；"
        "请在命令后加 --debug 再运行一次，把输出发给维护人员。"
    )


def _system(error: OSError) -> str:
    where = f"“{error.filename}”" if error.filename else "文件"
    reasons = {
        errno.ENOSPC: "磁盘空间不足，请清理后重试",
        errno.EDQUOT: "磁盘配额已满，请清理后重试",
        errno.EFBIG: "超过单个文件的大小限制，请检查磁盘格式或配额",
        errno.EACCES: "没有读写权限，请检查权限或是否被其他程序打开",
        errno.EPERM: "没有读写权限，请检查权限或是否被其他程序打开",
        errno.EROFS: "所在磁盘只读，请换一个位置",
        errno.ENOENT: "不存在，请核对路径",
        errno.EISDIR: "是文件夹，应为文件，请核对路径",
        errno.ENOTDIR: "的上级不是文件夹，请核对路径",
    }
    known = reasons.get(error.errno or 0)
    return (
        f"{where}{known}。" if known else f"{where}读写失败（{error.strerror}），请检查磁盘后重试。"
    )
