"""Calls in a lab that stands: data over TCP, a datagram, a ping. A call is answered where the caller gets back what it sent."""

import selectors
import socket
import struct
import time
from collections.abc import Iterable, Iterator, Sequence

from tests.lab.kernel import Standing
from tests.lab.parts import Call, Host

WAITS = 1.0
"""Seconds without anything after which what has not come does not come."""
LONGEST = 15.0


def answered(standing: Standing, calls: Sequence[Call]) -> list[bool]:
    """Whether each call is answered."""
    with_selector = selectors.DefaultSelector()
    servers = list(_servers(standing, calls))
    for server, protocol in servers:
        with_selector.register(server, selectors.EVENT_READ, (_accept if protocol == "tcp" else _echo, -1))
    asking = _Asking(with_selector, len(calls))
    opened = [asking.open(standing, number, call) for number, call in enumerate(calls)]
    asking.run()
    for each in (*opened, *(server for server, _ in servers), *asking.accepted):
        each.close()
    with_selector.close()
    return asking.heard


def _servers(standing: Standing, calls: Iterable[Call]) -> Iterator[tuple[socket.socket, str]]:
    """A socket for whatever is called and answers; what the kernel answers by itself needs none."""
    wanted = {
        (host.name, call.address, call.protocol, call.port)
        for call in calls
        if (host := _called(standing, call)) and host.listens(call.protocol, call.port)
    }
    for name, address, protocol, port in sorted(wanted):
        if protocol != "icmp":
            made = standing.socket(name, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((address, port))
            if protocol == "tcp":
                made.listen(512)
            yield made, protocol


def _called(standing: Standing, call: Call) -> Host | None:
    return Host(standing.lab.outside, call.address, "") if call.name else call.called


class _Asking:
    def __init__(self, selector: selectors.BaseSelector, calls: int) -> None:
        self._selector = selector
        self.heard = [False] * calls
        self.accepted: list[socket.socket] = []

    def open(self, standing: Standing, number: int, call: Call) -> socket.socket:
        kinds = {"tcp": (socket.SOCK_STREAM, 0), "udp": (socket.SOCK_DGRAM, 0), "icmp": (socket.SOCK_RAW, socket.IPPROTO_ICMP)}
        made = standing.socket(call.caller.name, *kinds[call.protocol])
        made.bind((call.caller.address, 0))
        event = selectors.EVENT_READ
        try:
            if call.protocol == "tcp":
                made.connect_ex((call.address, call.port))
                event = selectors.EVENT_WRITE
            elif call.protocol == "udp":
                made.sendto(_token(number), (call.address, call.port))
            else:
                made.sendto(ping(number), (call.address, 0))
        except OSError:
            return made
        self._selector.register(made, event, (_ANSWERS[call.protocol], number))
        return made

    def run(self) -> None:
        """Until all is heard, or nothing comes any more."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and not all(self.heard):
            ready = self._selector.select(WAITS)
            if not ready:
                break
            for key, _ in ready:
                handle, number = key.data
                try:
                    handle(self, self._selector, key.fileobj, number)
                except OSError:
                    self._selector.unregister(key.fileobj)


def _token(number: int) -> bytes:
    return b"lab" + struct.pack("!I", number)


def ping(number: int) -> bytes:
    body = struct.pack("!HH", number & 0xFFFF, 1) + _token(number)
    return struct.pack("!BBH", 8, 0, _sum(struct.pack("!BBH", 8, 0, 0) + body)) + body


def _sum(text: bytes) -> int:
    """RFC 1071."""
    text += b"\0" * (len(text) % 2)
    total = sum(struct.unpack(f"!{len(text) // 2}H", text))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _accept(asking: _Asking, selector: selectors.BaseSelector, server: socket.socket, _: int) -> None:
    connection, _peer = server.accept()
    connection.setblocking(False)
    asking.accepted.append(connection)
    selector.register(connection, selectors.EVENT_READ, (_repeat, -1))


def _repeat(asking: _Asking, selector: selectors.BaseSelector, connection: socket.socket, _: int) -> None:
    if text := connection.recv(64):
        connection.send(text)
    else:
        selector.unregister(connection)


def _echo(asking: _Asking, selector: selectors.BaseSelector, server: socket.socket, _: int) -> None:
    text, peer = server.recvfrom(64)
    server.sendto(text, peer)


def _over_tcp(asking: _Asking, selector: selectors.BaseSelector, made: socket.socket, number: int) -> None:
    if selector.get_key(made).events == selectors.EVENT_WRITE:
        if made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            selector.unregister(made)
            return
        made.send(_token(number))
        selector.modify(made, selectors.EVENT_READ, (_over_tcp, number))
        return
    asking.heard[number] = made.recv(64) == _token(number)
    selector.unregister(made)


def _datagram(asking: _Asking, selector: selectors.BaseSelector, made: socket.socket, number: int) -> None:
    asking.heard[number] = made.recv(64) == _token(number)
    selector.unregister(made)


def _pong(asking: _Asking, selector: selectors.BaseSelector, made: socket.socket, number: int) -> None:
    # A raw socket hears whatever its namespace gets, its own questions too.
    text = made.recv(256)[20:]
    if text[:1] == b"\0" and text.endswith(_token(number)):
        asking.heard[number] = True
        selector.unregister(made)


_ANSWERS = {"tcp": _over_tcp, "udp": _datagram, "icmp": _pong}
