"""Messages between the zygote and who asks it (消息): JSON lines on a local socket, with files."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping, Sequence
from typing import Any


def send(link: socket.socket, message: Mapping[str, Any], files: Sequence[int] = ()) -> None:
    """Send one message; ``files`` are passed with its first bytes."""
    data = json.dumps(message).encode() + b"\n"
    if files:
        sent = socket.send_fds(link, [data], list(files))
        data = data[sent:]
    if data:
        link.sendall(data)


def receive(link: socket.socket, most: int = 2) -> tuple[dict[str, Any] | None, list[int]]:
    """One message and the files that came with it; None where the other side has gone."""
    data, files, _, _ = socket.recv_fds(link, 65536, most)
    while data and not data.endswith(b"\n"):
        more = link.recv(65536)
        if not more:
            return None, files
        data += more
    return (json.loads(data) if data else None), files
