"""What is changed in the SDK for the time of one run, and put back.

Nothing of it changes a plan: tests compare the bytes with and without.
"""

import asyncio
import contextlib
import pickle
import sys
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pulumi.resource
import pulumi.runtime.resource
from pulumi.runtime import stack as runtime_stack
from pulumi.runtime.proto import source_pb2

from civic.engine.sdk_shortcuts import shortcuts


@contextlib.contextmanager
def patched_sdk() -> Iterator[None]:
    """Run the body without alias URNs and without stack traces, as nobody asks for them, with one wait for all outputs, and with shortcuts."""
    patched = (*_PATCHED, *shortcuts())
    before = [(holder, name, vars(holder)[name]) for holder, name, _ in patched]
    for holder, name, shortcut in patched:
        setattr(holder, name, shortcut)
    try:
        yield
    finally:
        for holder, name, original in before:
            setattr(holder, name, original)


def _alias_as_it_is(alias: Any, _name: str, _type: str, _parent: Any) -> Any:
    return alias


def _position_alone() -> source_pb2.StackTrace:
    """The one frame that the SDK takes for the resource's source: the caller of its third ``__init__``, counted from the top."""
    frame: FrameType | None = sys._getframe(1)
    constructors = 0
    while frame is not None:
        constructors += frame.f_code.co_name == "__init__"
        frame = frame.f_back
        if constructors == 3:
            break
    if frame is None:
        return source_pb2.StackTrace()
    summary = traceback.FrameSummary(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, lookup_line=False)
    position = pulumi.runtime.resource._get_source_position_for_frame(summary)
    return source_pb2.StackTrace(frames=[source_pb2.StackFrame(pc=position)])


_STACK: Any = runtime_stack
"""What of it is changed is nobody's interface."""


async def _wait_once(await_all_outstanding_tasks: bool = True) -> None:
    """As ``wait_for_rpcs``, which after each output that is done begins to wait for all the others anew: that is quadratic in a stack's outputs."""
    manager = _STACK._get_rpc_manager()
    while True:
        while manager.rpcs:
            await asyncio.sleep(0)
            try:
                await manager.rpcs.pop()
            except Exception as error:
                if manager.unhandled_exception is not None:
                    raise error from manager.unhandled_exception.with_traceback(manager.exception_traceback)
                raise
        if manager.unhandled_exception is not None:
            raise manager.unhandled_exception.with_traceback(manager.exception_traceback)
        while await_all_outstanding_tasks and (pending := list(_STACK.SETTINGS.outputs)):
            _STACK.SETTINGS.outputs.clear()
            if waiting := [task for task in pending if not task.done()]:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_EXCEPTION)
            for task in pending:
                if task.done():
                    task.result()
                else:
                    _STACK.SETTINGS.outputs.add(task)
        if not manager.rpcs:
            return


_PATCHED: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
    # For engines that cannot read alias specs. An Azure resource has some twenty aliases, one for each old API version of its type:
    # their URNs cost more than everything else about it.
    (pulumi.resource, "collapse_alias_to_urn", _alias_as_it_is),
    # Of the whole trace, a plan keeps the source position alone.
    (pulumi.runtime.resource, "_get_stack_trace", _position_alone),
    (_STACK, "wait_for_rpcs", _wait_once),
)

_PICKLER: Any = getattr(pickle, "_Pickler")  # noqa: B009


@contextlib.contextmanager
def restored_pickler() -> Iterator[None]:
    """Run the body, and undo what the SDK does to the pickler.

    Each resource written in Python wraps the pickler's methods once more (``pulumi.dynamic``), which a process that ends after one
    stack never notices. A worker serves hundreds, and would run out of stack.
    """
    before = {name: getattr(_PICKLER, name) for name in ("_batch_setitems", "save_dict")}
    try:
        yield
    finally:
        for name, method in before.items():
            setattr(_PICKLER, name, method)
