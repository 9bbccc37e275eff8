"""A process that has loaded the program and runs it as often as it is told to, each time in a copy of itself.

Most of what a short command of the engine takes is the loading of Python packages. Each line on standard input is one run, as JSON
(``{"arguments": [...], "environment": {...}, "folder": "..."}``); the answer is a line with the id of the process, and at its end one with its exit code.
"""

import json
import os
import runpy
import sys
import types
from collections.abc import Mapping
from importlib import import_module
from typing import Any

LOADED = ("pulumi", "components", "stacks", "civic")
"""Beginnings of the names of packages that the next run finds loaded."""


def main(project: str, host: str) -> None:
    """``project``: folder of Pulumi.yaml. ``host``: Pulumi's own ``pulumi-language-python-exec``, which runs a program."""
    sys.path.insert(0, project)
    _ = import_module("stacks.program")
    # What the program prints is for nobody here, and the lines of this module must stay whole.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    _ = os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        told, telling = os.pipe()
        child = os.fork()
        if not child:
            _run(json.loads(line), host, telling)
        os.close(telling)
        print(child, file=answers)
        with os.fdopen(told, encoding="utf-8") as names:
            loaded = names.read().split()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers)
        for name in loaded:
            _load(name)


def _run(wanted: Mapping[str, Any], host: str, telling: int) -> None:
    """Be the process that Pulumi's language host would have started; never returns."""
    os.environ.clear()
    os.environ.update(wanted["environment"])
    os.chdir(wanted["folder"])
    sys.argv = [host, *wanted["arguments"]]
    code = 0
    try:
        _ = runpy.run_path(host, run_name="__main__")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        code = 1
    finally:
        names = [name for name, module in list(sys.modules.items()) if name.startswith(LOADED) and type(module) is types.ModuleType]
        _ = os.write(telling, "\n".join(names).encode())
        os._exit(code)


def _load(name: str) -> None:
    module = sys.modules.get(name) or import_module(name)
    # A module that loads itself when it is first looked into.
    _ = getattr(module, "__all__", None)


if __name__ == "__main__":
    main(*sys.argv[1:])
