"""What a preview knows of a resource that is not made yet."""

from typing import Any

from civic.plan import wire


def undecided(inputs: Any, outputs: Any) -> Any:
    """The outputs with everything unknown that the inputs do not say, or say in another shape than the cloud answers."""
    if isinstance(inputs, dict) and isinstance(outputs, dict):
        return {key: undecided(inputs[key], value) if key in inputs else wire.UNKNOWN for key, value in outputs.items()}
    return inputs if inputs == outputs else wire.UNKNOWN


def proposed(inputs: Any, outputs: Any) -> Any:
    """The outputs with the inputs in them, and unknown what these do not say or say in another shape than the cloud answers."""
    if isinstance(inputs, dict) and isinstance(outputs, dict):
        unsaid = dict.fromkeys(outputs.keys() - inputs.keys(), wire.UNKNOWN)
        return {**{key: proposed(value, outputs.get(key, value)) for key, value in inputs.items()}, **unsaid}
    return wire.UNKNOWN if isinstance(inputs, dict | list) and type(inputs) is not type(outputs) else inputs
