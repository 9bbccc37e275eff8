"""The command as people call it, in this process: a process of its own for each call would mostly load the SDKs anew."""

import contextlib
import io
import subprocess
import sys
from collections.abc import Callable
from unittest import mock

from civic.cli import main


def civic(*words: object) -> subprocess.CompletedProcess[str]:
    """``civic WORDS``, in the current folder. Exit code, output and messages are those of the command."""
    arguments = ["civic", *map(str, words)]
    out, complaints = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaints), mock.patch.object(sys, "argv", arguments):
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), complaints.getvalue())


Told = Callable[..., tuple[int, str, str]]


def told(*words: object) -> tuple[int, str, str]:
    """``civic WORDS``: exit code, what it said, what it said went wrong. No traceback is for people."""
    ran = civic(*words)
    assert "Traceback" not in ran.stdout + ran.stderr
    return ran.returncode, ran.stdout, ran.stderr
