"""How an image is copied by digest, and read back to see that it is whole: the commands of the tools that can."""

import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from civic.errors import InputError
from civic.estate.images import ImageCopy

AMD64, ARM64 = "linux/amd64", "linux/arm64"
"""What tasks run as (``components.aws.application.containers``)."""
Command = tuple[str, ...]


@dataclass(frozen=True)
class Tool:
    """A tool that copies images. ``source`` and ``target`` are names by digest; ``tagged`` is the target with a tag."""

    login: Command
    """Takes the password on its standard input; the registry's host is added."""
    copy: Callable[[str, str], Command]
    check: Callable[[str, str], Command]
    """Of the target and a platform: fails where the image for it, or a part of it, is not there."""


TOOLS: Mapping[str, Tool] = {
    "crane": Tool(
        login=("crane", "auth", "login"),
        copy=lambda source, tagged: ("crane", "copy", source, tagged),
        # Reads every layer and compares its digest.
        check=lambda target, platform: ("crane", "validate", "--platform", platform, "--remote", target),
    ),
    "skopeo": Tool(
        login=("skopeo", "login"),
        copy=lambda source, tagged: ("skopeo", "copy", "--all", "--preserve-digests", f"docker://{source}", f"docker://{tagged}"),
        # A registry takes no manifest whose layers it lacks; this one is compared with its digest.
        check=lambda target, platform: (
            "skopeo",
            "--override-os",
            "linux",
            "--override-arch",
            platform.partition("/")[2],
            "inspect",
            f"docker://{target}",
        ),
    ),
    "oras": Tool(
        login=("oras", "login"),
        copy=lambda source, tagged: ("oras", "cp", source, tagged),
        check=lambda target, platform: ("oras", "manifest", "fetch", "--platform", platform, target),
    ),
}
"""In the order in which they are looked for."""


def imported(copy: ImageCopy, registry: str) -> Command:
    """On Azure the service copies, since nobody outside its network reaches a private registry (Microsoft Learn, "Import container images to a
    container registry"). ``registry`` is its name."""
    return ("az", "acr", "import", "--force", "--name", registry, "--source", copy.image, "--image", f"{copy.repository}:{copy.tag}")


def verification(copy: ImageCopy) -> Command | None:
    """The command that fails where the publisher's signature is not on the image; nothing where the manifest names none."""
    signature = copy.signature
    if signature is None:
        return None
    if signature.key:
        return ("cosign", "verify", "--key", signature.key, copy.image)
    return ("cosign", "verify", "--certificate-identity", signature.identity, "--certificate-oidc-issuer", str(signature.issuer), copy.image)


def steps(copy: ImageCopy, registry: str, tool: str) -> list[Command]:
    """What brings one image into ``registry``, a host, or on Azure its name: its signature is verified, it is copied, and it is read back."""
    target, known, signed = f"{registry}/{copy.repository}", TOOLS[tool], verification(copy)
    first = [signed] if signed else []
    if copy.stack.cloud == "azure":
        return [*first, imported(copy, registry)]
    return [*first, known.copy(copy.image, f"{target}:{copy.tag}"), known.check(f"{target}@{copy.digest}", ARM64 if copy.arm64 else AMD64)]


def shown(command: Command) -> str:
    """As a shell takes it; variables stay variables."""
    return " ".join(word if word.startswith(("$", "docker://$")) else shlex.quote(word) for word in command)


def tool_at_hand(wanted: str) -> str:
    """The tool that is asked for, or the first that is on the PATH. Raises ``InputError`` where it is not."""
    for name in [wanted] if wanted else TOOLS:
        if shutil.which(name):
            return name
    names = wanted or ", ".join(TOOLS)
    raise InputError(f"civic images --run: found none of {names} on the PATH; install one, such as crane from google/go-containerregistry")


def bring(copy: ImageCopy, registry: str, tool: str) -> str:
    """Copy one image and read it back. Empty where all went well, otherwise the step that failed and what it said."""
    todo = steps(copy, registry, tool)
    # What is there already is not copied again: a registry whose tags never change refuses that.
    if copy.stack.cloud == "aws" and not _fault(todo[-1]):
        return ""
    return next((fault for step in todo if (fault := _fault(step))), "")


def _fault(command: Command) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise InputError(f"civic images --run: '{command[0]}' is not on the PATH") from None
    if done.returncode == 0:
        return ""
    return f"'{shown(command)}' ended with {done.returncode}: {done.stderr.strip() or done.stdout.strip() or 'it said nothing'}"
