"""A lab in the kernel: namespaces, links without ARP, routes, rules; and what answers to real packets.

Every name carries the process, and everything is taken away at the end. Sources: ip-netns(8), ip-rule(8), veth(4), nft(8).
"""

import ctypes
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.lab.parts import MAIN, Lab, Namespace

NETWORK = 0x40000000
"""CLONE_NEWNET."""
HARDWARE = "02:00:00:00:00:01"
"""Of both ends of every link: without ARP a packet goes to the address that its own interface has."""
_LIBC = ctypes.CDLL(None, use_errno=True)


def missing() -> str:
    """Why there can be no lab here; empty where there can."""
    if os.geteuid() != 0:
        return "only root makes network namespaces"
    without = [tool for tool in ("ip", "nft") if shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None]
    if without:
        return f"{' and '.join(without)} of iproute2 and nftables are not installed"
    name = f"lab{os.getpid()}"
    tried = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True)
    subprocess.run(["ip", "netns", "del", name], capture_output=True)
    return "" if tried.returncode == 0 else f"this kernel gives no network namespace: {tried.stderr.strip()}"


@contextmanager
def within(name: str) -> Iterator[None]:
    """This thread in a namespace."""
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    other = os.open(f"/var/run/netns/{name}", os.O_RDONLY)
    try:
        _enter(other)
        yield
    finally:
        _enter(own)
        os.close(own)
        os.close(other)


def _enter(descriptor: int) -> None:
    if _LIBC.setns(descriptor, NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "setns")


class Standing:
    """A lab that stands."""

    def __init__(self, lab: Lab, prefix: str) -> None:
        self.lab = lab
        self._names = {name: f"{prefix}{number}" for number, name in enumerate(lab.namespaces)}
        self._ends = {}
        for number, (one, other) in enumerate(lab.links):
            self._ends[one, other], self._ends[other, one] = f"l{number}a", f"l{number}b"

    def namespace(self, name: str) -> str:
        return self._names[name]

    def socket(self, name: str, kind: int, protocol: int = 0) -> socket.socket:
        with within(self._names[name]):
            made = socket.socket(socket.AF_INET, kind, protocol)
        made.setblocking(False)
        return made

    def build(self) -> None:
        batch([f"netns add {name}" for name in self._names.values()])
        deaf = {host.name for host in self.lab.hosts if not host.listens("icmp", 0)}
        for name, made in self._names.items():
            settings = {"ip_forward": "1", "conf/all/rp_filter": "0", "conf/default/rp_filter": "0"}
            if name in deaf:
                settings["icmp_echo_ignore_all"] = "1"
            with within(made):
                for key, value in settings.items():
                    Path(f"/proc/sys/net/ipv4/{key}").write_text(value)
        links = (
            f"link add {self._ends[one, other]} address {HARDWARE} netns {self._names[one]} type veth "
            f"peer name {self._ends[other, one]} address {HARDWARE} netns {self._names[other]}"
            for one, other in self.lab.links
        )
        batch(list(links))
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self._fill, self.lab.namespaces.values()))

    def _fill(self, held: Namespace) -> None:
        ends = {other: end for (one, other), end in self._ends.items() if one == held.name}
        lines = ["link set lo up", *(f"addr add {each}/32 dev lo" for each in held.addresses)]
        lines += [f"link set {end} arp off up" for end in ends.values()]
        for each in held.routes:
            way = f"dev {ends[each.towards]}" if each.towards else ""
            lines.append(f"route add {'' if each.towards else 'blackhole '}{each.prefix} {way} table {each.table}")
        for number, each in enumerate(held.lookups):
            mark = f"fwmark {each.mark} " if each.mark else ""
            lines.append(f"rule add iif {ends[each.comes_from]} {mark}table {each.table} pref {1000 + number}")
            if each.table != MAIN:
                lines.append(f"rule add iif {ends[each.comes_from]} {mark}blackhole pref {2000 + number}")
        batch(lines, self._names[held.name])
        if held.rules:
            rules = re.sub(r"IF\(([^)]*)\)", lambda found: f'"{ends[found[1]]}"', held.rules)
            _run(["ip", "netns", "exec", self._names[held.name], "nft", "-f", "-"], rules)

    def remove(self) -> None:
        subprocess.run(
            ["ip", "-force", "-batch", "-"], input="\n".join(f"netns del {name}" for name in self._names.values()), text=True, capture_output=True
        )


def batch(lines: list[str], name: str = "") -> None:
    _run(["ip", *(["-n", name] if name else []), "-batch", "-"], "\n".join(lines) + "\n")


def _run(command: list[str], text: str) -> None:
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    if done.returncode != 0:
        numbered = "\n".join(f"{number}: {line}" for number, line in enumerate(text.split("\n"), 1))
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}\n{numbered}")


def sweep() -> None:
    """Take away what a run that was killed has left."""
    held = Path("/var/run/netns")
    left = [each.name for each in held.glob("lab[0-9]*") if not Path(f"/proc/{re.findall('[0-9]+', each.name)[0]}").exists()] if held.is_dir() else []
    subprocess.run(["ip", "-force", "-batch", "-"], input="\n".join(f"netns del {name}" for name in left), text=True, capture_output=True)


@contextmanager
def standing(lab: Lab, number: int = 0) -> Iterator[Standing]:
    """The lab in the kernel, for as long as the context lasts."""
    sweep()
    made = Standing(lab, f"lab{os.getpid()}-{number}-")
    try:
        made.build()
        yield made
    finally:
        made.remove()
