"""The column *actions*: what a provider asks of the cloud for one resource, call by call.

On AWS a row is written from the provider's source (which calls it makes) and the Service Authorization Reference (which action a call
needs, and on what). On Azure it follows from the id (``of_azure``) where a row does not say otherwise. ``civic.access.needs`` makes
concrete calls of it.

Texts of a ``Need`` are templates (``civic.catalogue.templates``) with these words:

* ``{account}``, ``{region}``, ``{partition}``: where the provider acts;
* ``{id}``, ``{arn}`` and every input or output by its name on the wire, nested ones by a dotted path (``{subnetMappings.subnetId}``,
  through JSON text too). A list means a call for each of its elements, an empty one means no call;
* ``{role@arn}``: the ``arn`` of the resource that ``role`` names and depends on; ``{transitGatewayId@account}``: the account in which what
  a property names lies, which is known where that is an ARN or where its own stack makes it;
* ``{hash:root.4}``, ``{digits:12}``, ``{guid:...}``: what the cloud chooses, and nobody knows before;
* ``{kmsKeyId:key}``: the key's ARN, whether the property holds it or the key's id; ``{cluster:last}``: what follows the last ``/`` or ``:``;
  ``{url:issuer}``: without ``https://``; ``{serviceName:owner}``: ``amazon`` for a service of AWS's own, not known for another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from civic.catalogue.templates import names_in

ANY = "*"
"""What a call is asked on that takes no resource."""
TAGS = "tags"
"""``when``: the resource carries tags, its own or those that its provider puts on everything."""


@dataclass(frozen=True, slots=True)
class Need:
    """One call, and what it must be allowed on."""

    action: str
    """``s3:CreateBucket``; on Azure ``Microsoft.Storage/storageAccounts/write``, where a word of the id may be part of it."""
    on: str
    """Template of an ARN (Azure: of a resource id or scope), or ``ANY``."""
    when: str = ""
    """Input that makes the call happen: a path that is set (``kmsKeyId``), has a value (``type=ORGANIZATION``) or holds a text
    (``targetId~ou-``); ``!`` before it: is not or has not; or ``TAGS``. Empty: always."""
    context: tuple[tuple[str, str], ...] = ()
    """Condition keys, in lower case, that the request carries, each with the template of its values."""
    new: bool = False
    """The call makes what it is asked on: it has no tags yet."""
    tags: bool = False
    """The request carries the resource's tags (``aws:RequestTag``, ``aws:TagKeys``)."""
    unless: str = ""
    """Template of the ARN of something that, where it exists already, spares the call: a service-linked role."""
    instead: str = ""
    """Action that the provider tries on the same resource where this one is refused."""
    data: bool = False
    """Azure: an action on data, not on the resource."""
    tags_of: str = ""
    """Property that names what the call is asked on, which has that one's tags (``aws:ResourceTag``)."""
    changed: str = ""
    """Property whose change in place alone makes the call: none is made where the program ignores changes of it, or replaces what has them."""


Needs = tuple[Need, ...]


@dataclass(frozen=True, kw_only=True)
class Actions:
    """The calls for one type. The provider reads a resource back after it has made or changed it: ``read`` belongs to both."""

    create: Needs = ()
    read: Needs = ()
    update: Needs = ()
    delete: Needs = ()

    def __or__(self, other: "Actions") -> "Actions":
        """Both."""
        return Actions(
            create=self.create + other.create, read=self.read + other.read, update=self.update + other.update, delete=self.delete + other.delete
        )

    @property
    def all(self) -> Needs:
        """Every need, whatever the operation."""
        return self.create + self.read + self.update + self.delete

    @cached_property
    def own(self) -> frozenset[str]:
        """Templates that mean the resource itself: what is made, and what is named by its own id or ARN."""
        made = {need.on for need in self.create if need.new}
        return frozenset(need.on for need in self.all if need.on in made or not {"id", "arn"}.isdisjoint(names_in(need.on)))


NOTHING = Actions()
"""No cloud is asked: it stands in the state alone."""


def on(
    resource: str,
    actions: str,
    *,
    when: str = "",
    context: Mapping[str, str] | None = None,
    tags: bool = False,
    unless: str = "",
    instead: str = "",
    data: bool = False,
    new: bool = False,
    tags_of: str = "",
    changed: str = "",
) -> Needs:
    """Calls on one resource. ``actions`` is one text, names between spaces."""
    keys = tuple((context or {}).items())
    return tuple(Need(action, resource, when, keys, new, tags, unless, instead, data, tags_of, changed) for action in actions.split())


def anywhere(actions: str, *, when: str = "", context: Mapping[str, str] | None = None) -> Needs:
    """Calls that take no resource: lists, settings of an account."""
    return on(ANY, actions, when=when, context=context)


def makes(resource: str, action: str, *, when: str = "", context: Mapping[str, str] | None = None) -> Needs:
    """The call that makes the resource, with its tags."""
    return (Need(action, resource, when, tuple((context or {}).items()), new=True, tags=True),)


def tagged(resource: str, *, tag: str, untag: str, read: str = "", create: bool = True, new: bool = True) -> Actions:
    """Tags: put on when it is made (``create``: the cloud asks for the right to), changed, taken away, and read back by a call of its own
    (``read``) where no other answers them. ``new``: what is tagged at making had none before; not so of something else that is asked too."""
    return Actions(
        create=on(resource, tag, when=TAGS, tags=True, new=new) if create else (),
        read=on(resource, read),
        update=on(resource, tag, when=TAGS, tags=True) + on(resource, untag),
    )


def passes(role: str, service: str, *, when: str = "") -> Needs:
    """``iam:PassRole``: the caller hands the role of this template to a service."""
    return on(role, "iam:PassRole", when=when, context={"iam:passedtoservice": service})


def linked(service: str, role: str, *, when: str = "") -> Needs:
    """The service's own role: it is made in the caller's name where it does not exist. ``role`` is its name."""
    arn = f"arn:{{partition}}:iam::{{account}}:role/aws-service-role/{service}/{role}"
    return on(arn, "iam:CreateServiceLinkedRole", when=when, unless=arn, context={"iam:awsservicename": service})


def key(property: str, service: str, actions: str = "kms:DescribeKey kms:CreateGrant") -> Needs:
    """What a service does in the caller's name with the key that a property holds. ``service`` is its host without region: ``rds``."""
    grant = {"kms:viaservice": f"{service}.{{region}}.amazonaws.com"}
    other = " ".join(action for action in actions.split() if action != "kms:CreateGrant")
    calls = on(f"{{{property}:key}}", other, when=property, context=grant)
    if "kms:CreateGrant" in actions.split():
        calls += on(f"{{{property}:key}}", "kms:CreateGrant", when=property, context=grant | {"kms:grantisforawsresource": "true"})
    return calls


def of_azure(path: str) -> Actions:
    """What follows from a resource's id: its type's ``read``, ``write`` and ``delete`` on itself. The provider reads before it makes, to see
    that nothing is there (azure-native, ``checkForExistence``).

    ``path`` is the id's template: the part after ``/providers/``, or all of it (``Microsoft.App/jobs/{jobName}``).
    """
    provider = path.removeprefix("/providers/")
    if provider.startswith("/"):
        provider = "Microsoft.Resources" + provider
    namespace, *segments = provider.split("/")
    kind = "/".join((namespace, *segments[::2]))
    write = Need(f"{kind}/write", "{id}", new=True)
    return Actions(
        create=(*on("{id}", f"{kind}/read"), write),
        read=on("{id}", f"{kind}/read"),
        update=on("{id}", f"{kind}/write"),
        delete=on("{id}", f"{kind}/delete"),
    )
