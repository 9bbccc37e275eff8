"""Containers on Azure."""

from collections.abc import Iterator

from policies.cleartext import is_cleartext_secret
from policies.rule import Subject, at, entries, every, is_set, must, rule, value
from policies.values import is_secret

APP = "azure-native:app:ContainerApp"
JOB = "azure-native:app:Job"
ENVIRONMENT = "azure-native:app:ManagedEnvironment"
LEAST_INSTANCES = 2


@rule(
    "app-containers-confined",
    title="A container comes by digest, signs in by an identity, and has its secrets from a vault",
    why="A secret in a plan is read by everybody who reads plans, and a tag can be moved to another image.",
    severity="critical",
    types=(APP, JOB),
    remediation="Name the image by @sha256:, give the application a managed identity, and refer to secrets by key_vault_url and secret_ref.",
)
def containers_confined(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.value("identity", "type") not in (None, "None"), "the application has no identity of its own"),
        *(
            _container(subject, kind, number)
            for kind in ("containers", "initContainers")
            for number, _ in enumerate(entries(subject.get("template", kind)))
        ),
        _secrets(subject),
        must(
            lambda: not any(is_set(at(one, "passwordSecretRef")) for one in entries(subject.get("configuration", "registries"))),
            "images are fetched by password",
        ),
    )


def _container(subject: Subject, kind: str, number: int) -> Iterator[str]:
    where = ("template", kind, number)
    name = subject.value(*where, "name")
    yield from every(
        must(lambda: "@sha256:" in subject.value(*where, "image"), f"the container '{name}' comes by a tag, which can be moved to another image"),
        *(_variable(subject, name, (*where, "env", place)) for place, _ in enumerate(entries(subject.get(*where, "env")))),
    )


def _variable(subject: Subject, container: str, where: tuple[str | int, ...]) -> Iterator[str]:
    variable = subject.value(*where, "name")
    if is_secret(subject.get(*where, "value")) or is_cleartext_secret(variable, str(subject.value(*where, "value") or "")):
        yield f"the container '{container}' has a secret in the clear, as {variable}"


def _secrets(subject: Subject) -> Iterator[str]:
    for entry in entries(subject.get("configuration", "secrets")):
        # Its value would be a secret, which nobody here may open: that it is there is what is wrong.
        if is_set(at(entry, "value")) or not is_set(at(entry, "keyVaultUrl")):
            yield f"the secret '{value(at(entry, 'name'))}' is kept in the application, not in a vault"


@rule(
    "app-service-private",
    title="Applications run in two instances or more, in a private environment of several zones, and are called by HTTPS",
    why="One zone may be lost, and nothing here is for the whole internet.",
    severity="high",
    types=(APP, ENVIRONMENT),
    remediation=(
        "Set the environment's internal and zone_redundant to true and public_network_access to Disabled, and encrypt its peers' traffic; "
        f"leave allow_insecure false, and set min_replicas to {LEAST_INSTANCES} or more."
    ),
)
def service_private(subject: Subject) -> Iterator[str]:
    if subject.type == ENVIRONMENT:
        yield from every(
            must(lambda: subject.value("vnetConfiguration", "internal") is True, "the environment has a public address"),
            must(lambda: subject.value("publicNetworkAccess") == "Disabled", "the environment answers public networks"),
            must(lambda: subject.value("zoneRedundant") is True, "the environment is lost with its zone"),
            must(lambda: subject.value("peerTrafficConfiguration", "encryption", "enabled") is True, "applications are called in the clear inside"),
        )
        return
    ingress = ("configuration", "ingress")
    yield from every(
        must(lambda: (subject.value("template", "scale", "minReplicas") or 0) >= LEAST_INSTANCES, "there may be one instance, or none"),
        must(
            lambda: not subject.is_set(*ingress) or subject.value(*ingress, "allowInsecure") in (None, False),
            "the application is called in the clear",
        ),
    )
