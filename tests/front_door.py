"""The command as people call it, without a new Python for each call, which would mostly load the SDKs anew."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from unittest import mock

from civic.cli import main
from civic.commands.planning import preload
from civic.records.clouds import CLOUDS
from tests.planning import ROOT

PATIENCE = 300
"""Seconds that a command in a process of its own may take."""


def civic(*words: object) -> subprocess.CompletedProcess[str]:
    """``civic WORDS``, in this process and the current folder. Exit code, output and messages are those of the command."""
    arguments = ["civic", *map(str, words)]
    out, complaints = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaints), mock.patch.object(sys, "argv", arguments):
        code = _code_of_main()
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), complaints.getvalue())


Told = Callable[..., tuple[int, str, str]]


def told(*words: object) -> tuple[int, str, str]:
    """``civic WORDS``: exit code, what it said, what it said went wrong. No traceback is for people."""
    ran = civic(*words)
    assert "Traceback" not in ran.stdout + ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


def civic_in(folder: Path, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """``civic WORDS`` in ``folder``, with its project's own packages and estate, in a process of its own that has the SDKs from this one.

    Where ``folder`` is this project, the estate is that of the tests, as everywhere.
    """
    _loaded()
    arguments = ["civic", *map(str, words)]
    with tempfile.TemporaryDirectory() as scratch:
        paths = Path(scratch, "out"), Path(scratch, "complaints")
        child = os.fork()
        if not child:
            _become(folder, arguments, environment, *paths)
        _, status = os.waitpid(child, 0)
        out, complaints = (path.read_text(encoding="utf-8") for path in paths)
    return subprocess.CompletedProcess(arguments, os.waitstatus_to_exitcode(status), out, complaints)


@cache
def _loaded() -> None:
    preload(CLOUDS)


def _become(folder: Path, arguments: list[str], environment: dict[str, str], out: Path, complaints: Path) -> None:
    """Never comes back: whatever happens ends this process, and no test goes on in it."""
    code = 1
    try:
        signal.alarm(PATIENCE)
        sys.stdout = out.open("w", encoding="utf-8")
        sys.stderr = complaints.open("w", encoding="utf-8")
        sys.stdin = io.StringIO()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(sys.stdout.fileno(), 1)
        os.dup2(sys.stderr.fileno(), 2)
        os.chdir(folder)
        if folder != ROOT:
            os.environ.pop("CIVIC_ESTATE", None)
        os.environ.update(environment)
        sys.argv = arguments
        code = _code_of_main()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _code_of_main() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def interruptible() -> None:
    """For ``preexec_fn``: a run of the tests that was started in the background ignores interrupts, and what it starts would too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
