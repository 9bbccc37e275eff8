"""From a stack's name to its layer."""

import importlib

import pulumi

from civic.errors import InputError
from civic.estate.layers import StackName
from stacks.context import Context, open_context


def run() -> None:
    """Build the stack that Pulumi asked for. Raises ``pulumi.RunError``, which Pulumi tells in one line, for what people got wrong alone."""
    try:
        context = open_context(pulumi.get_stack(), pulumi.runtime.settings.get_root_directory())
        build_layer(context)
    except InputError as error:
        raise pulumi.RunError(str(error)) from error


def build_layer(context: Context) -> None:
    """Build the context's layer and export its card."""
    module = importlib.import_module(f"stacks.{context.name.layer.replace('-', '_')}")
    for field, value in module.build(context).items():
        pulumi.export(field, value)


__all__ = ["StackName", "build_layer", "run"]
