"""A real Suricata between two namespaces: whatever one sends to the other passes it, by AF_PACKET, in both directions.

Source: Suricata User Guide, "Setting up IPS/inline for Linux", part "AF_PACKET IPS mode".
"""

import os
import select
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.lab import kernel
from tests.lab.kernel import HARDWARE, batch, within
from tests.lab.packets import ping

WAITS = 3.0
"""Seconds after which an answer does not come."""
STARTS = 30
ALERT = bytes.fromhex("15030300020228")
"""A record of TLS: the handshake has failed. Enough of an answer for whoever only wants one."""
SETTINGS = """%YAML 1.1
---
vars:
  address-groups: {HOME_NET: "any", EXTERNAL_NET: "any"}
outputs: []
unix-command: {enabled: no}
stream: {inline: yes, checksum-validation: no}
app-layer:
  protocols:
    tls: {enabled: yes, detection-ports: {dp: 443}}
    http: {enabled: yes}
af-packet:
  - {interface: left, cluster-id: 91, copy-mode: ips, copy-iface: right}
  - {interface: right, cluster-id: 92, copy-mode: ips, copy-iface: left}
"""


def missing() -> str:
    """Why no Suricata can stand between namespaces here; empty where one can."""
    without = [tool for tool in ("suricata", "ethtool") if shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None]
    return kernel.missing() or (f"{' and '.join(without)} are not installed" if without else "")


def problem(rules: str, folder: Path) -> str:
    """What Suricata says of rules that it does not load; empty for those that it does."""
    (folder / "tried.rules").write_text(rules, encoding="utf-8")
    (folder / "suricata.yaml").write_text(SETTINGS, encoding="utf-8")
    command = ["suricata", "-T", "-S", str(folder / "tried.rules"), "-c", str(folder / "suricata.yaml"), "-l", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=STARTS)
    told = f"{done.stdout}\n{done.stderr}"
    failed = [line for line in told.splitlines() if "error parsing" in line.lower() or line.startswith("Error")]
    return "" if done.returncode == 0 and not failed else "\n".join(failed) or told


@dataclass(frozen=True)
class Flow:
    """A call, by what it says."""

    source: str
    destination: str
    says: str
    """``tls``, ``split`` (a ClientHello in two segments), ``http``, ``tcp`` (something else), ``udp`` or ``ping``."""
    name: str = ""
    port: int = 443


@contextmanager
def inline(rules: str, sources: Sequence[str], destinations: Sequence[str], folder: Path) -> Iterator["Between"]:
    """Namespaces of callers and of called, with the engine between them for as long as the context lasts."""
    stem = f"lab{os.getpid()}-ids"
    names = [f"{stem}-{part}" for part in ("callers", "engine", "called")]
    engine: subprocess.Popen[str] | None = None
    try:
        _wire(names, sources, destinations)
        (folder / "planned.rules").write_text(rules, encoding="utf-8")
        (folder / "suricata.yaml").write_text(SETTINGS, encoding="utf-8")
        command = ["ip", "netns", "exec", names[1], "suricata", "-S", str(folder / "planned.rules"), "-c", str(folder / "suricata.yaml")]
        command += ["-l", str(folder), "--af-packet", "-k", "none"]
        engine = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        _started(engine)
        yield Between(names[0], names[2])
    finally:
        if engine:
            engine.kill()
            engine.wait()
            if engine.stdout:
                engine.stdout.close()
        for name in names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


def _wire(names: Sequence[str], sources: Sequence[str], destinations: Sequence[str]) -> None:
    callers, engine, called = names
    lines = [f"netns add {name}" for name in names]
    lines += [
        f"link add end address {HARDWARE} netns {callers} type veth peer name left address {HARDWARE} netns {engine}",
        f"link add end address {HARDWARE} netns {called} type veth peer name right address {HARDWARE} netns {engine}",
    ]
    batch(lines)
    for name, own in ((callers, sources), (called, destinations)):
        batch(["link set lo up", *(f"addr add {each}/32 dev lo" for each in own), "link set end arp off up", "route add default dev end"], name)
    batch(["link set left arp off up", "link set right arp off up"], engine)
    for name, ends in ((callers, ("end",)), (called, ("end",)), (engine, ("left", "right"))):
        for end in ends:
            # What the card would do later is missing from a packet that is copied before it.
            offloads = ["rx", "off", "tx", "off", "gso", "off", "gro", "off", "tso", "off"]
            subprocess.run(["ip", "netns", "exec", name, "ethtool", "-K", end, *offloads], capture_output=True)


def _started(engine: subprocess.Popen[str]) -> None:
    said: list[str] = []
    end = time.monotonic() + STARTS
    while time.monotonic() < end and engine.stdout and select.select([engine.stdout], [], [], end - time.monotonic())[0]:
        line = engine.stdout.readline()
        said.append(line)
        if "Engine started" in line:
            return
        if not line:
            break
    raise RuntimeError(f"Suricata did not start: {''.join(said)}")


class Between:
    """Callers on one side, and whoever answers on the other."""

    def __init__(self, callers: str, called: str) -> None:
        self._callers, self._called = callers, called

    def answered(self, flows: Sequence[Flow]) -> list[bool]:
        """Whether each flow gets an answer."""
        servers = list(self._servers({(each.destination, each.port, each.says == "udp") for each in flows if each.says != "ping"}))
        with within(self._callers):
            made = [self._socket(each) for each in flows]
        parts = [_parts(each) for each in flows]
        with ThreadPoolExecutor(2 * len(flows) + len(servers)) as pool:
            for server, datagrams in servers:
                pool.submit(_serve, pool, server, datagrams)
            found = list(pool.map(_ask, made, flows, parts))
            for server, _ in servers:
                server.close()
        for each in made:
            each.close()
        return found

    def _servers(self, ends: set[tuple[str, int, bool]]) -> Iterator[tuple[socket.socket, bool]]:
        for address, port, datagrams in sorted(ends):
            with within(self._called):
                made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM)
            made.bind((address, port))
            made.settimeout(WAITS * 2)
            if not datagrams:
                made.listen(64)
            yield made, datagrams

    @staticmethod
    def _socket(flow: Flow) -> socket.socket:
        kinds = {"udp": (socket.SOCK_DGRAM, 0), "ping": (socket.SOCK_RAW, socket.IPPROTO_ICMP)}
        made = socket.socket(socket.AF_INET, *kinds.get(flow.says, (socket.SOCK_STREAM, 0)))
        made.bind((flow.source, 0))
        made.settimeout(WAITS)
        return made


def _serve(pool: ThreadPoolExecutor, server: socket.socket, datagrams: bool) -> None:
    try:
        while True:
            if datagrams:
                text, peer = server.recvfrom(2048)
                server.sendto(text, peer)
            else:
                pool.submit(_answer, server.accept()[0])
    except (OSError, RuntimeError):
        # Whoever asked has closed it.
        return


def _answer(connection: socket.socket) -> None:
    """When all of a question is there."""
    connection.settimeout(WAITS)
    asked = b""
    try:
        while not (asked[:1] == b"\x16" and len(asked) >= 5 and len(asked) >= 5 + int.from_bytes(asked[3:5], "big")) and not asked.endswith(b"\n"):
            text = connection.recv(4096)
            if not text:
                break
            asked += text
        else:
            connection.sendall(ALERT if asked[:1] == b"\x16" else b"HTTP/1.1 204 No Content\r\n\r\n")
    except OSError:
        pass
    connection.close()


def _ask(made: socket.socket, flow: Flow, parts: Sequence[bytes]) -> bool:
    try:
        if flow.says == "ping":
            made.sendto(ping(7), (flow.destination, 0))
            return made.recv(256)[20:21] == b"\0"
        if flow.says == "udp":
            made.sendto(b"question", (flow.destination, flow.port))
            return bool(made.recv(64))
        made.connect((flow.destination, flow.port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            made.sendall(part)
            time.sleep(0.05)
        return bool(made.recv(64))
    except OSError:
        return False


def _parts(flow: Flow) -> list[bytes]:
    if flow.says == "http":
        return [f"GET / HTTP/1.1\r\nHost: {flow.name}\r\nUser-Agent: lab\r\n\r\n".encode()]
    if flow.says in ("tcp", "udp", "ping"):
        return [b"HELO lab\r\n"]
    hello = _hello(flow.name, long=flow.says == "split")
    return [hello] if flow.says == "tls" else [hello[:700], hello[700:]]


def _hello(name: str, *, long: bool) -> bytes:
    """What a client of TLS says first; a long one, such as one with a post-quantum key share, is in no single segment."""
    sent, context = ssl.MemoryBIO(), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if long:
        context.set_alpn_protocols([f"lab-{number}-{'x' * 50}" for number in range(30)])
    talking = context.wrap_bio(ssl.MemoryBIO(), sent, server_hostname=name)
    with suppress(ssl.SSLWantReadError):
        talking.do_handshake()
    return sent.read()
