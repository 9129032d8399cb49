"""What goes wrong around forked kernels: hanging forks, dying ones, callers that vanish."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from gxlab.batch.zygote import place as places
from gxlab.batch.zygote import process, provisioner, server, wire
from tests.batch.forking import forked, gone, made, shown

pytestmark = pytest.mark.slow
FORKED = "'gxlab.batch.zygote.kernel' in __import__('sys').modules"


def at_start(folder: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> Path:
    """What a forked kernel, and no other, runs before it serves; the file it leaves its pid in."""
    note = folder / "started"
    script = folder / "ipython" / "profile_default" / "startup" / "first.py"
    script.parent.mkdir(parents=True)
    own = f"open({str(note)!r}, 'w').write(str(__import__('os').getpid()))"
    script.write_text(f"if {FORKED}:\n    {own}\n    {line}\n", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))
    return note


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("__import__('time').sleep(600)", "1秒没有就绪", id="hangs"),
        pytest.param("__import__('os')._exit(7)", "退出码7", id="ends"),
    ],
)
def test_a_fork_that_does_not_come_to_serve_is_replaced_by_an_ordinary_kernel(
    house: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    line: str,
    said: str,
) -> None:
    process.keep_alive()
    note = at_start(house, monkeypatch, line)
    monkeypatch.setattr(provisioner, "SERVES_SECONDS", 1.0)
    for _ in (1, 2):
        assert shown(made(house, FORKED)) == ["False"]
        assert gone(int(note.read_text()))
    assert caplog.text.count("改用普通内核") == 1 and said in caplog.text


def test_callers_that_vanish_or_talk_nonsense_end_no_zygote(house: Path) -> None:
    keeper = process.keep_alive()
    address = str(places.place().socket)
    for said in (b'{"op": "lease"}\n', b'{"op": "le', b"[]\n", b"\xff\n", b'{"op": 1}\n', b"") * 5:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(address)
            caller.sendall(said)
    assert shown(made(house, "6 * 7")) == ["42"]
    assert process.keep_alive() == keeper


def test_a_caller_that_says_nothing_holds_nobody_up(house: Path) -> None:
    keeper = process.keep_alive()
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(places.place().socket))
        began = time.monotonic()
        child = forked(house)
        assert time.monotonic() - began < 1.5
        assert os.getpgid(keeper) == keeper
    child.kill()
    assert child.wait(5) == -signal.SIGKILL


def test_a_kernel_that_never_lets_go_ends_with_the_zygote(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search like this holds the interpreter: no thread of the kernel can look after itself."""
    note = at_start(house, monkeypatch, "__import__('re').match('(a+)+$', 'a' * 64 + 'b')")
    keeper = process.keep_alive()
    child = forked(house)
    end = time.monotonic() + 30
    while not note.exists() and time.monotonic() < end:
        time.sleep(0.02)
    os.kill(keeper, signal.SIGKILL)
    assert gone(child.pid, 2) and child.wait(5) == -signal.SIGKILL


def test_who_stands_in_the_door_when_it_closes_is_still_served(tmp_path: Path) -> None:
    address = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as caller:
        listener.bind(str(address))
        listener.listen(1)
        house = server._House(listener, address)
        caller.connect(str(address))
        assert not server._closed(house) and not address.exists()
        # A later zygote's address is not taken away.
        address.touch()
        listener.accept()[0].close()
        assert server._closed(house) and address.exists()


def test_a_deep_folder_is_no_hindrance(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = house / ("深" * 40)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    assert len(bytes(places.place().socket)) > 108
    assert os.getpgid(process.keep_alive()) > 0


def test_messages_arrive_whole_however_their_bytes_do() -> None:
    one, other = socket.socketpair()
    with one, other:
        inbox = wire.Inbox(other)
        other.setblocking(False)
        one.sendall(b'{"pid"')
        with pytest.raises(BlockingIOError):
            inbox.take()
        one.sendall(b': 5}\n{"exit": 0}\n[]\n')
        assert inbox.take() == {"pid": 5} and inbox.take() == {"exit": 0}
        with pytest.raises(ValueError):
            inbox.take()
        one.close()
        with pytest.raises(wire.Closed):
            inbox.take()
