"""The ``Principal`` element: what is allowed in it, and whether it names who asks.

IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from civic.access.aws.request import Kind, Principal
from civic.access.verdict import Truth, negated
from civic.plan.wire import UNKNOWNS

_ACCOUNT = re.compile(r"\d{12}")
_ARN = re.compile(
    r"arn:aws(?:-[a-z-]+)?:(?:iam::\d{12}:(?:root|(?:user|role)/[\w+=,.@/-]+)"
    r"|sts::\d{12}:(?:assumed-role/[\w+=,.@-]+/[\w+=,.@-]+|federated-user/[\w+=,.@-]+|self))"
)
_UNIQUE = re.compile(r"A(?:ROA|IDA)[A-Z0-9]{12,28}(?::[\w+=,.@-]+)?")
"""What AWS puts in the place of a role or user that was deleted; it names nobody any more."""
_SERVICE = re.compile(r"[a-z0-9][a-z0-9.-]*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)")
_FEDERATED_ARN = re.compile(r"arn:aws(?:-[a-z-]+)?:iam::\d{12}:(?:saml-provider|oidc-provider)/\S+")
_FEDERATED = frozenset({"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"})
_ALLOWED = {
    "AWS": "*, an account's twelve digits, or the ARN of an account's root, a user, a role or a session, without wildcards",
    "Service": "a service's name, such as cloudtrail.amazonaws.com",
    "Federated": "the ARN of an OpenID Connect or SAML provider, or " + ", ".join(sorted(_FEDERATED)),
    "CanonicalUser": "an S3 canonical user id of 64 hexadecimal digits",
}


class Level(IntEnum):
    """How closely a statement names who asks; the higher, the less can limit what it grants (IAM User Guide, "Permissions boundaries")."""

    NONE = 0
    ACCOUNT = 1
    """The account, which then decides by its own identity policies."""
    ROLE = 2
    """The role of the session that asks: a boundary or session policy still limits it."""
    SELF = 3
    """Who asks itself: user, session, service, federated identity, or everybody."""


@dataclass(frozen=True, slots=True)
class PrincipalElement:
    """``Principal`` or ``NotPrincipal``, whatever form it was written in."""

    negated: bool = False
    everybody: bool = False
    aws: frozenset[str] = frozenset()
    """ARNs; an account's twelve digits are its root's ARN."""
    services: frozenset[str] = frozenset()
    federated: frozenset[str] = frozenset()
    canonical: frozenset[str] = frozenset()
    unknown: bool = False
    """One of the names is known only after deploying."""
    texts: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def level(self, who: Principal) -> Level:
        """How closely it names who asks; of ``NotPrincipal`` use ``spares``."""
        if self.everybody:
            return Level.SELF
        if who.kind is Kind.SERVICE:
            return Level.SELF if who.arn in self.services else Level.NONE
        if who.kind is Kind.FEDERATED:
            return Level.SELF if who.arn in self.federated else Level.NONE
        if who.kind is Kind.ANONYMOUS:
            return Level.NONE
        aws = self.aws
        if who.kind is Kind.ROLE:
            if who.session_arn and who.session_arn in aws:
                return Level.SELF
            if who.arn in aws:
                return Level.ROLE
        elif who.arn in aws:
            return Level.SELF
        return Level.ACCOUNT if who.root_arn in aws else Level.NONE

    def names(self, who: Principal) -> Truth:
        """Whether a statement with it speaks of who asks."""
        if self.negated:
            spared = self.spares(who)
            return None if spared is False and self.unknown else negated(spared)
        if self.level(who) > Level.NONE:
            return True
        return None if self.unknown and who.kind is not Kind.ANONYMOUS else False

    def spares(self, who: Principal) -> Truth:
        """Whether ``NotPrincipal`` leaves who asks alone.

        The account must be named too, and for a session its role: AWS "might validate the account first, then the role, and then the assumed-role
        user". Where only some of them are named nobody outside can know what the service does.
        """
        if self.everybody:
            return True
        if not who.account or who.kind is Kind.ROOT:
            return self.level(who) is Level.SELF
        wanted = [who.root_arn, who.arn, *([who.session_arn] if who.session_arn else [])]
        named = [arn in self.aws for arn in wanted]
        return True if all(named) else None if any(named[1:]) else False


def read_principal(element: object, opposite: bool) -> PrincipalElement:
    """Raises ``ValueError`` for what AWS refuses, with what was found and what is allowed."""
    if element == "*":
        return PrincipalElement(negated=opposite, everybody=True, texts=(("AWS", "*"),))
    if not isinstance(element, Mapping) or not element:
        raise ValueError(f'found {element!r}; allowed: "*" or an object with {", ".join(_ALLOWED)}')
    texts: list[tuple[str, str]] = []
    for kind, names in element.items():
        if kind not in _ALLOWED:
            raise ValueError(f"found the kind {kind!r}; allowed: {', '.join(_ALLOWED)}")
        for name in names if isinstance(names, list) else [names]:
            texts.append((kind, _checked(kind, name)))
    unknown = any(_unknown(name) for _, name in texts)
    known = [(kind, name) for kind, name in texts if not _unknown(name)]
    return PrincipalElement(
        negated=opposite,
        everybody=any(kind == "AWS" and name == "*" for kind, name in known),
        aws=frozenset(_account_as_arn(name) for kind, name in known if kind == "AWS"),
        services=frozenset(name for kind, name in known if kind == "Service"),
        federated=frozenset(name for kind, name in known if kind == "Federated"),
        canonical=frozenset(name for kind, name in known if kind == "CanonicalUser"),
        unknown=unknown or any(kind == "CanonicalUser" for kind, _ in known),
        texts=tuple(texts),
    )


def _unknown(name: str) -> bool:
    return any(unknown in name for unknown in UNKNOWNS)


def _account_as_arn(name: str) -> str:
    return f"arn:aws:iam::{name}:root" if _ACCOUNT.fullmatch(name) else name


def _checked(kind: str, name: object) -> str:
    if not isinstance(name, str):
        raise ValueError(f"found {name!r} as {kind} principal; allowed: {_ALLOWED[kind]}")
    if _unknown(name):
        return name
    valid = {
        "AWS": name == "*" or bool(_ACCOUNT.fullmatch(name) or _ARN.fullmatch(name) or _UNIQUE.fullmatch(name)),
        "Service": bool(_SERVICE.fullmatch(name)),
        "Federated": name in _FEDERATED or bool(_FEDERATED_ARN.fullmatch(name)),
        "CanonicalUser": bool(re.fullmatch(r"[0-9a-f]{64}", name)),
    }[kind]
    if not valid:
        raise ValueError(f"found {name!r} as {kind} principal; allowed: {_ALLOWED[kind]}")
    return name
