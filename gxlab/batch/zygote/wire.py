"""Messages between the zygote and who asks it (消息): JSON lines on a local socket, with files."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Standard output, standard error, and where a kernel says that it serves.
FILES = 3


# What a local socket's address may have; the system's own limit.
_ADDRESS_BYTES = 107


@contextmanager
def reachable(address: Path) -> Iterator[str]:
    """An address short enough for a socket, however deep its folder lies."""
    if len(os.fsencode(address)) <= _ADDRESS_BYTES:
        yield str(address)
        return
    folder = os.open(address.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{address.name}"
    finally:
        os.close(folder)


class Closed(ConnectionError):
    """The other side has gone (对方已断开)."""


def send(link: socket.socket, message: Mapping[str, Any], files: Sequence[int] = ()) -> None:
    """Send one message; ``files`` are passed with its first bytes. Raises OSError."""
    data = json.dumps(message).encode() + b"\n"
    if files:
        sent = socket.send_fds(link, [data], list(files))
        data = data[sent:]
    if data:
        link.sendall(data)


@dataclass
class Inbox:
    """What a connection delivers: whole messages, however their bytes arrive; files in order."""

    link: socket.socket
    files: list[int] = field(default_factory=list)
    _data: bytes = b""

    def take(self) -> dict[str, Any]:
        """The next message, waited for as the socket waits.

        Raises BlockingIOError where it is not all there yet, Closed, OSError, ValueError where it
        is no message.
        """
        while b"\n" not in self._data:
            data, files, _, _ = socket.recv_fds(self.link, 65536, FILES)
            self.files += files
            if not data:
                raise Closed("连接已断开")
            self._data += data
        line, _, self._data = self._data.partition(b"\n")
        message = json.loads(line)
        if not isinstance(message, dict):
            raise ValueError("不是一条消息")
        return message

    def close(self) -> None:
        """Close the connection and the files that came with it."""
        self.link.close()
        self.drop_files()

    def drop_files(self) -> None:
        """Close the files that came; they are somebody else's by now."""
        for file in self.files:
            os.close(file)
        self.files.clear()
