"""The command ``gxlab`` (命令行): options all commands share, answers, errors, exit codes."""

from __future__ import annotations

import json
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import typer
from typer.main import get_command

from gxlab.batch.lean import put_off
from gxlab.commands import (
    ask,
    briefs,
    data,
    forms,
    keep,
    letters,
    make,
    narrating,
    proofreading,
    signing,
    words,
)
from gxlab.commands.faults import explain, unexplained
from gxlab.commands.session import (
    INTERRUPTED,
    NOT_ALL,
    OK,
    USAGE,
    Reply,
    Session,
    console,
    progress_console,
)

PROGRAM = "gxlab"

app = typer.Typer(
    help="工业运行分析工作台：导入工作簿，核对、取数，按月生成报告。",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 10_000, "terminal_width": 10_000},
)
GROUPS = (data, forms, ask, make, signing, briefs, letters, narrating, proofreading, keep)
for module in GROUPS:
    module.register(app)


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    put_off()
    session, rest, wrong = shared_options(list(sys.argv[1:] if argv is None else argv))
    if no_text := next((word for word in rest if not _is_text(word)), None):
        wrong = f"参数“{no_text}”里有不成文字的字节，应为 UTF-8 文字，请改名或重新输入。"
    if wrong:
        sys.exit(_fail(session, USAGE, wrong))
    if wants_help(rest):
        sys.stdout.write(words.help_text(app, rest, PROGRAM) + "\n")
        sys.exit(OK)
    if threading.current_thread() is threading.main_thread():
        # A run ended from outside leaves as little behind as one ended by hand.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    ending = _Ending(session)
    with ending:
        ending.code = _run(session, rest)
    sys.exit(ending.code)


def shared_options(args: list[str]) -> tuple[Session, list[str], str | None]:
    """The shared options, wherever they stand, and what is left; a sentence if one is wrong.

    >>> shared_options(["units", "--json", "--workspace=w"])[:2]
    (Session(given=PosixPath('w'), json=True, debug=False), ['units'])
    """
    rest: list[str] = []
    given: str | None = None
    flags = {"--json": False, "--debug": False}
    left = iter(args)
    for word in left:
        if word == "--":
            rest.extend((word, *left))
        elif word in flags:
            flags[word] = True
        elif word == "--workspace" or word.startswith("--workspace="):
            given = next(left, "") if word == "--workspace" else word.partition("=")[2]
        else:
            rest.append(word)
    session = Session(Path(given) if given else None, flags["--json"], flags["--debug"])
    wrong = "选项 --workspace 后面应写工作区文件夹。" if given == "" else None
    return session, rest, wrong


def wants_help(args: Sequence[str]) -> bool:
    """Whether help is asked for; a bare ``gxlab`` gets it too."""
    before = args[: args.index("--")] if "--" in args else args
    return not args or "--help" in before


def _run(session: Session, args: list[str]) -> int:
    try:
        reply = get_command(app)(args, standalone_mode=False, obj=session, prog_name=PROGRAM)
    except typer.TyperException as error:
        return _fail(session, USAGE, words.usage_error(error))
    if reply == INTERRUPTED:  # typer's own word for Ctrl-C
        raise KeyboardInterrupt
    assert isinstance(reply, Reply), "每个命令都应返回 Reply"
    _show(session, reply)
    return reply.code


@dataclass
class _Ending:
    """Whatever a command raises ends in one sentence and its code, never in a bare trace."""

    session: Session
    code: int = NOT_ALL

    def __enter__(self) -> None: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is None or isinstance(error, SystemExit):
            return False
        if self.session.debug:
            traceback.print_exception(error)
        told = explain(error)
        self.code, sentence = told or (NOT_ALL, unexplained(error))
        _fail(self.session, self.code, sentence)
        return True


def _show(session: Session, reply: Reply) -> None:
    if session.json:
        if reply.data is not None:
            sys.stdout.write(json.dumps(reply.data, ensure_ascii=False) + "\n")
        return
    out = console()
    for part in reply.shown:
        out.print(part, markup=False) if isinstance(part, str) else out.print(part)


def _is_text(word: str) -> bool:
    """Bytes of the command line that are no text come as half letters, which nothing can store."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


def _fail(session: Session, code: int, sentence: str) -> int:
    sentence = sentence.encode("utf-8", "backslashreplace").decode("utf-8")
    if session.json:
        sys.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False) + "\n")
    else:
        progress_console().print(f"错误：{sentence}", markup=False)
    return code
