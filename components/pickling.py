"""How code of ours reaches Pulumi's own plugin for resources written in Python."""

from types import CodeType, FunctionType
from typing import TypeVar

from pulumi.dynamic import ResourceProvider

P = TypeVar("P", bound=type[ResourceProvider])


def pickled_whole(provider: P) -> P:
    """Have a provider's class pickled whole instead of by name: the plugin's process does not have this repository on its path.

    What is pickled becomes an input of the resource and lies in the state, so it is the same wherever the repository is checked out.
    """
    source = provider.__module__.replace(".", "/") + ".py"
    for part in (provider, *vars(provider).values()):
        if isinstance(part, FunctionType):
            part.__code__ = _compiled_from(source, part.__code__)
            # What they name would be looked for in this repository.
            part.__annotations__ = {}
        if callable(part):
            part.__module__ = "__main__"
    return provider


def _compiled_from(source: str, code: CodeType) -> CodeType:
    """The code as if it had been compiled from a file of that name, functions inside it too. Python puts the whole path there."""
    constants = tuple(_compiled_from(source, one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=source, co_consts=constants)
