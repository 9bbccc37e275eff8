"""Runs one stack of the project in this process and gives its plan."""

import asyncio
import contextlib
import gc
import io
import json
import os
import runpy
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pulumi
from pulumi.runtime import settings as runtime_settings
from pulumi.runtime import stack as runtime_stack

from civic.engine.monitor import STACK_TYPE, RecordingMonitor, Refused
from civic.engine.project import Project
from civic.engine.sdk_patches import patched_sdk, restored_pickler
from civic.errors import InputError
from civic.plan import wire
from civic.plan import writing as document
from civic.plan.writing import Entry
from civic.planning import PLANNING
from civic.simulator.azure.older import unmended
from civic.simulator.azure.room import crowded
from civic.simulator.later import too_soon
from civic.simulator.order import unordered

SDK = Path(pulumi.__file__).parent
_NO_ROOT = cast("pulumi.Resource", None)
"""The SDK keeps its root resource between programs and has no way to forget one but this, which its own types do not foresee."""


@dataclass(frozen=True)
class StackRun:
    """What came of one stack: a plan, or the reason there is none."""

    stack: str
    plan: str = ""
    """The deployment document as JSON text; empty when the stack failed."""
    outputs: Mapping[str, Any] | None = None
    """The stack's outputs as its plan has them, for its card."""
    error: str = ""
    crashed: bool = False
    """Whether it failed by a programming error: ``error`` then ends with the program's own frames. Else it was refused, and ``error`` says why."""
    resources: int = 0
    printed: str = ""


class _Loop(asyncio.SelectorEventLoop):
    """Runs what the SDK hands to threads at once, in order: nothing here waits, and order is what makes plans repeatable."""

    def run_in_executor(self, executor: object, func: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
        done: asyncio.Future[Any] = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:
            done.set_exception(error)
        return done


class _Engine:
    """Takes the program's log messages. Errors are kept: a Pulumi engine fails the stack on one."""

    def __init__(self) -> None:
        self.root = ""
        self.errors: list[str] = []

    def Log(self, request: Any) -> None:
        if request.severity >= 3:
            self.errors.append(request.message)

    def GetRootResource(self, _request: Any) -> Any:
        from pulumi.runtime.proto import engine_pb2

        return engine_pb2.GetRootResourceResponse(urn=self.root)

    def SetRootResource(self, request: Any) -> Any:
        from pulumi.runtime.proto import engine_pb2

        self.root = request.urn
        return engine_pb2.SetRootResourceResponse()


def run_stack(project: Project, stack: str) -> StackRun:
    """Run the project's program as the Python language host does, for one stack."""

    def program() -> None:
        # By its whole path: Python remembers what it found at "." for another project.
        runpy.run_path(str(project.main), run_name="__main__")

    return run_program(project, stack, program)


def run_program(project: Project, stack: str, program: Callable[[], object]) -> StackRun:
    """Run ``program`` as the stack's whole program. A program that raises, exits or prints is this stack's matter alone."""
    config = project.stack_config(stack)
    monitor = RecordingMonitor(
        project=project.name,
        stack=stack,
        root=project.root,
        denied=frozenset(json.loads(config.get("pulumi:disable-default-providers", "[]"))),
    )
    engine = _Engine()
    printed = io.StringIO()
    try:
        with _language_host(project, stack, config, monitor, engine) as loop, contextlib.redirect_stdout(printed):
            loop.run_until_complete(_in_stack(program))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        # A failed run leaves futures whose exceptions nobody reads. Collected here, they cannot speak up in the middle of something else.
        gc.collect()
        return StackRun(stack, error=_reason(error, project), crashed=_is_programming_error(error), printed=printed.getvalue())
    if engine.errors:
        return StackRun(stack, error="\n".join(engine.errors), printed=printed.getvalue())
    entries = monitor.entries
    if refused := [*unordered(entries), *too_soon(entries), *unmended(entries), *crowded(entries)]:
        return StackRun(stack, error="\n".join(refused), printed=printed.getvalue())
    return StackRun(
        stack,
        plan=document.text(document.deployment(entries, monitor.invokes)),
        outputs=_outputs(entries),
        resources=len(entries),
        printed=printed.getvalue(),
    )


async def _in_stack(program: Callable[[], object]) -> None:
    async def body() -> None:
        program()

    await runtime_stack.run_in_stack(body)


def _outputs(entries: Mapping[str, Entry]) -> Mapping[str, Any]:
    return next((wire.stored(entry.outputs) for entry in entries.values() if entry.type == STACK_TYPE), {})


@contextlib.contextmanager
def _language_host(project: Project, stack: str, config: Mapping[str, str], monitor: Any, engine: Any) -> Iterator[asyncio.AbstractEventLoop]:
    """The process state that a program sees, set as Pulumi's language host sets it and put back afterwards."""
    before = (os.getcwd(), list(sys.path), list(sys.argv), dict(os.environ), set(sys.modules))
    loop = _Loop()
    loop.set_exception_handler(lambda _loop, _context: None)  # as the language host does, which silences asyncio
    asyncio.set_event_loop(loop)
    os.chdir(project.main)
    sys.argv = ["."]
    os.environ[PLANNING] = "1"
    runtime_settings.configure(
        runtime_settings.Settings(
            project=project.name,
            stack=stack,
            monitor=monitor,
            engine=engine,
            parallel=1,
            dry_run=False,
            organization="organization",
            root_directory=str(project.root),
        )
    )
    pulumi.runtime.set_all_config(dict(config), [])
    runtime_settings.set_root_resource(_NO_ROOT)
    collecting = gc.isenabled()
    gc.disable()
    try:
        with patched_sdk(), restored_pickler():
            yield loop
    finally:
        if collecting:
            gc.enable()
        _put_back(before, project)
        runtime_settings.set_root_resource(_NO_ROOT)
        _close(loop)


def _put_back(before: tuple[str, list[str], list[str], dict[str, str], set[str]], project: Project) -> None:
    cwd, path, argv, environment, modules = before
    os.chdir(cwd)
    sys.path[:], sys.argv = path, argv
    if dict(os.environ) != environment:
        os.environ.clear()
        os.environ.update(environment)
    # The program's own modules are run afresh for each stack; libraries stay loaded.
    program = str(project.main.resolve())
    for name in set(sys.modules) - modules:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(program):
            del sys.modules[name]


def _close(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    asyncio.set_event_loop(None)


def _is_programming_error(error: BaseException) -> bool:
    """Everything but what the program, the engine or a simulated cloud says no with."""
    # The SDK raises what the monitor refuses as a bare ``Exception``, of an invoke without even a context.
    refused = type(error) is Exception and _raised_in(error).is_relative_to(SDK)
    return not refused and not isinstance(error, pulumi.RunError | InputError | Refused | SystemExit)


def _raised_in(error: BaseException) -> Path:
    """The file whose line raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    return Path(frames[-1].filename) if frames else Path()


def _reason(error: BaseException, project: Project) -> str:
    """The failure with the program's own lines: frames of the SDK and of the engine are left out."""
    if isinstance(error, SystemExit):
        return f"the program called exit({error.code!r})"
    if isinstance(error, pulumi.RunError | InputError):
        return str(error)
    root = str(project.root.resolve())
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(root) and "/civic/engine/" not in f.filename]
    frames = [f for f in frames if "site-packages" not in f.filename]
    lines = traceback.format_list(frames) + traceback.format_exception_only(error)
    return "".join(lines).rstrip()
