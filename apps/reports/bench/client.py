"""The client, a process of its own: keep-alive connections, no library between the clock and the socket.

Reads one order a line (JSON), answers one line. An order names servers by port and carries whole requests as text:
`{"ports": {"api": 8700}, "requests": {"api": ["GET …"]}, "clients": 1, "turns": 40}`. With one client the servers
take turns request by request, and the answer has the latencies in microseconds; with more, each server is loaded by
itself for `seconds`, and the answer has requests per second.
"""

import json
import select
import socket
import sys
import time
from itertools import cycle
from typing import Any

HEAD_END = b"\r\n\r\n"


class Line:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        """Send a request."""
        self.socket.sendall(request)
        self.buffer, self.whole = b"", -1

    def receive(self) -> bool:
        """Read what has come; True when the answer is whole."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise ConnectionError("The server closed the connection.")
        self.buffer += chunk
        if self.whole < 0 and (end := self.buffer.find(HEAD_END)) >= 0:
            head = self.buffer[:end].lower()
            length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
            self.whole = end + len(HEAD_END) + int(length[15:])
        return 0 <= self.whole <= len(self.buffer)

    def ask(self, request: bytes) -> bytes:
        """Send a request and return the whole answer."""
        self.send(request)
        while not self.receive():
            pass
        return self.buffer

    @property
    def failed(self) -> bool:
        """Whether the answer in the buffer is a refusal."""
        return self.buffer[9:10] != b"2"


def in_turns(ports: dict[str, int], requests: dict[str, list[str]], turns: int) -> dict[str, Any]:
    """Ask each server in turn, one request at a time."""
    lines = {name: Line(port) for name, port in ports.items()}
    texts = {name: cycle([text.encode() for text in requests[name]]) for name in ports}
    took: dict[str, list[float]] = {name: [] for name in ports}
    refused: dict[str, str] = {}
    for turn in range(turns):
        # Each is the first as often as the other: who comes second finds some of the work done.
        for name, line in list(lines.items())[:: -1 if turn % 2 else 1]:
            text = next(texts[name])
            start = time.perf_counter()
            line.ask(text)
            took[name].append((time.perf_counter() - start) * 1e6)
            if line.failed:
                refused[name] = (text[:200] + line.buffer[-600:]).decode(errors="replace")
    for line in lines.values():
        line.socket.close()
    return {"took": took, "refused": refused}


def at_once(port: int, requests: list[str], clients: int, seconds: float) -> tuple[float, str]:
    """Keep so many requests under way for a while; return requests per second and a refusal, if any."""
    lines = {}
    texts = cycle([text.encode() for text in requests])
    for _ in range(clients):
        line = Line(port)
        lines[line.socket.fileno()] = line
    for line in lines.values():
        line.send(next(texts))
    done, refused, start = 0, "", time.perf_counter()
    while (now := time.perf_counter()) < start + seconds:
        for descriptor in select.select(list(lines), [], [], 5)[0]:
            line = lines[descriptor]
            if line.receive():
                done += 1
                refused = line.buffer[-600:].decode(errors="replace") if line.failed else refused
                line.send(next(texts))
    for line in lines.values():
        # What is still under way must not fall on the next server's turn.
        while not line.receive():
            pass
        line.socket.close()
    return done / (now - start), refused


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Carry an order out."""
    if "body" in order:
        line = Line(order["port"])
        whole = line.ask(order["body"].encode())
        line.socket.close()
        return {"answer": whole.decode()}
    if order["clients"] == 1:
        return in_turns(order["ports"], order["requests"], order["turns"])
    rates, refused = {}, {}
    for name, port in order["ports"].items():
        rates[name], problem = at_once(port, order["requests"][name], order["clients"], order["seconds"])
        if problem:
            refused[name] = problem
    return {"rates": rates, "refused": refused}


if __name__ == "__main__":
    for ordered in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(ordered))) + "\n")
        sys.stdout.flush()
