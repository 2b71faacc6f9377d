"""Looking up a host name within a time limit, which the system's resolver does not know."""

from __future__ import annotations

import socket
import threading

__all__ = ["resolve"]


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of ``host``, the best first; none if it has none.

    A thread of its own does the waiting; a look-up that comes too late ends there, unheard.

    Raises:
        TimeoutError: It takes longer than ``seconds``.
    """
    found: list[str] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            return
        found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError("the host name was not resolved in time")
    return found
