"""A language host for the engine that keeps the program loaded between one command and the next (``warm_program``)."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from civic.errors import InputError

EXECUTOR = "pulumi-language-python-exec"
"""Pulumi's own, which its language host starts for each run."""
SHOWN = 32
"""Its exit code where it has told the engine what is wrong (``pulumi-language-python-exec``)."""


class ProgramHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Answers the engine as Pulumi's Python host does. One run at a time."""

    def __init__(self, project: Path, executor: str, environment: Callable[[], Mapping[str, str]]) -> None:
        """``environment`` gives that of the command that is running."""
        self._project, self._environment, self._guard = project, environment, threading.Lock()
        script = Path(__file__).with_name("warm_program.py")
        self._process = subprocess.Popen(
            [sys.executable, str(script), str(project), executor],
            cwd=project,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def Run(self, request: Any, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        with self._guard:
            code = self._ran(request, context)
        if code == SHOWN:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"program exited with exit code {code}" if code else "")

    def _ran(self, request: Any, context: grpc.ServicerContext) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        config = {"PULUMI_CONFIG": json.dumps(dict(request.config)), "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys))}
        wanted = {"arguments": _arguments(request), "environment": {**self._environment(), **config}, "folder": str(self._project / "stacks")}
        _ = self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        ended = threading.Event()

        def end() -> None:
            # The engine is gone: Pulumi's host would be gone with it, and with that its program.
            if not ended.is_set():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

        if not context.add_callback(end):
            end()
        code = int(self._process.stdout.readline())
        ended.set()
        return code

    def About(self, request: Any, context: Any) -> language_pb2.AboutResponse:
        return language_pb2.AboutResponse(executable=sys.executable, version=".".join(map(str, sys.version_info[:3])))

    def GetRequiredPackages(self, request: Any, context: Any) -> language_pb2.GetRequiredPackagesResponse:
        return language_pb2.GetRequiredPackagesResponse()

    def GetRequiredPlugins(self, request: Any, context: Any) -> language_pb2.GetRequiredPluginsResponse:
        return language_pb2.GetRequiredPluginsResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo()

    def close(self) -> None:
        """End the process that holds the program."""
        self._process.kill()
        _ = self._process.wait()


def _arguments(request: Any) -> list[str]:
    named = {
        "monitor": request.monitor_address,
        "engine": request.args[0] if request.args else "",
        "project": request.project,
        "root_directory": request.info.root_directory,
        "stack": request.stack,
        "organization": request.organization,
        "parallel": str(request.parallel),
    }
    return [
        *(word for name, value in named.items() if value for word in (f"--{name}", value)),
        *(["--dry_run", "true"] if request.dryRun else []),
        ".",
    ]


@contextmanager
def hosted(project: Path, environment: Callable[[], Mapping[str, str]]) -> Iterator[str]:
    """Keep the program of the project loaded; gives the address for ``pulumi up --client``. Raises ``InputError`` where Pulumi has no Python host."""
    executor = shutil.which(EXECUTOR)
    if executor is None:
        raise InputError(f"'{EXECUTOR}' is not on the PATH, where the pulumi command brings it; 'civic doctor' looks")
    host = ProgramHost(project, executor, environment)
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4), options=[("grpc.so_reuseport", 0)])
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield address
    finally:
        host.close()
        _ = server.stop(None)
