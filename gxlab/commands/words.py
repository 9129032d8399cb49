"""The command line's own words in Chinese (用法、选项、报错): typer speaks English only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import typer
from rich.cells import cell_len, set_cell_size
from typer.main import get_command

SHARED_OPTIONS = """
通用选项:
  --workspace 文件夹  工作区，缺省为环境变量 GXLAB_WORKSPACE 或当前文件夹
  --json             只在标准输出写一个 JSON 对象
  --debug            出错时显示程序内部的位置
"""

_HELP: tuple[tuple[str, str], ...] = (
    (r"^Usage: ", "用法: "),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
    (r"^Arguments:$", "参数:"),
    (r"^Options:$", "选项:"),
    (r"^Commands:$", "命令:"),
    (r"\[default: ([^\]]*)\]", r"[缺省: \1]"),
    (r"; required\]", "；必填]"),
    (r"\[required\]", "[必填]"),
    (r"Show this message and exit\.", "显示本说明"),
    # The metavariable says what to write; the type behind it says it again in English.
    (r"^(  \S+?)(?:\.\.\.)? <[^>]*>", r"\1"),
    (r"\{([^{}]*)\}", r"\1"),
)
_ROW = re.compile(r"^  (\S(?:.*?\S)?) {2,}(\S.*)$")
_WIDTH = 96

_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"多出了参数“\1”"),
    (r"Missing command\.?", "没有写命令"),
    (r"No such command '?([^'.]*)'?\.(?: Did you mean (.*)\?)?", r"没有“\1”这个命令"),
    (r"Option '?([^' ]*)'? requires an argument\.?", r"选项 \1 后面应有一个值"),
    (r"Option '?([^' ]*)'? requires (\d+) arguments\.?", r"选项 \1 后面应有 \2 个值"),
    (r"Option '?([^' ]*)'? does not take a value\.?", r"选项 \1 后面不应有值"),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid number.*", "应为数字"),
)


def help_text(app: typer.Typer, args: Sequence[str], program: str) -> str:
    """The help of ``gxlab`` or of the command named in ``args``, in Chinese."""
    root: Any = get_command(app)
    context = root.make_context(program, [], resilient_parsing=True)
    names = [word for word in args if word in root.commands]
    if not names:
        return _translated(root.get_help(context)) + "\n" + SHARED_OPTIONS
    command = root.commands[names[0]]
    inner = command.make_context(names[0], [], parent=context, resilient_parsing=True)
    return _translated(command.get_help(inner)) + "\n" + SHARED_OPTIONS


def usage_error(error: typer.TyperException) -> str:
    """A wrong use of the command line as one Chinese sentence."""
    teller = _TELLERS.get(type(error).__name__, _message)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "gxlab"
    return f"{teller(error)}，用法见 {command} --help。"


def _translated(text: str) -> str:
    lines = []
    for line in text.splitlines():
        for pattern, chinese in _HELP:
            line = re.sub(pattern, chinese, line)
        lines.append(line)
    return "\n".join(_aligned(lines))


def _aligned(lines: Sequence[str]) -> Iterator[str]:
    """Two-column sections anew: the eye counts a Chinese character as two columns, typer as one."""
    for is_row, group in groupby(lines, key=lambda line: bool(_ROW.match(line))):
        found = list(group)
        if not is_row:
            yield from found
            continue
        rows = [(m[1], m[2]) for line in found if (m := _ROW.match(line))]
        width = max(cell_len(term) for term, _ in rows)
        for term, told in rows:
            first, *rest = _wrapped(told, _WIDTH - width - 4)
            yield f"  {set_cell_size(term, width)}  {first}"
            yield from (" " * (width + 4) + line for line in rest)


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns; words of letters stay whole."""
    lines = [""]
    for piece in re.findall(r"[A-Za-z0-9_.-]+|.", text):
        if cell_len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines


def _message(error: Any) -> str:
    text = str(error.message).strip()
    for pattern, chinese in _MESSAGES:
        if found := re.fullmatch(pattern, text):
            return found.expand(chinese)
    return text.rstrip("。.")


def _missing(error: Any) -> str:
    name = error.param.get_error_hint() if error.param else error.param_hint
    return f"缺少参数 {_hint(name)}"


def _bad(error: Any) -> str:
    name = error.param_hint or (error.param.get_error_hint() if error.param else "")
    where = f"参数 {_hint(name)} 有误：" if name else ""
    return where + _message(error)


def _no_option(error: Any) -> str:
    near = f"，是否要写 {'、'.join(error.possibilities)}" if error.possibilities else ""
    return f"没有选项 {error.option_name}{near}"


def _hint(name: Any) -> str:
    parts = [name] if isinstance(name, str) else list(name or ())
    return "/".join(str(part).strip("'") for part in parts)


_TELLERS: dict[str, Callable[[Any], str]] = {
    "MissingParameter": _missing,
    "BadParameter": _bad,
    "NoSuchOption": _no_option,
}
