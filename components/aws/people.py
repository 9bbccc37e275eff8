"""The roles that people enter an account by: each trusts groups of one directory, for days, and lasts hours.

Nobody holds anything in an account. The account believes what the directory signs (a SAML provider), and a role's trust says of which group
that must speak, from which day and until which: the record's days are the cloud's own, and no report has to find out that one is past. Who is
in a group, and that they sign in with more than a password, is the directory's: inherited, not assessed here.

The group stands in the assertion as an eduPerson entitlement, which IAM compares in a trust; of an OpenID Connect token it would see the
audience and the person, and no group. Sources: IAM User Guide, "Available keys for SAML-based AWS STS federation", "Configure SAML assertions
for the authentication response", "Create a role for SAML 2.0 federation".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, StatementValue, document, partition_of
from components.aws.foundation.guardrail_actions import RULE_CHANGES
from components.aws.operations import operator_rights
from components.aws.options import inside, protected
from components.aws.roles import DIRECTORY, OPERATOR, PATH, body_path, people_role
from components.contracts import PLATFORM_TENANCIES, AccessGrant, ContractError, DirectoryIssuer, Owner

MUTING = (
    "kms:Disable*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "sns:AddPermission", "sns:DeleteTopic", "sns:RemovePermission", "sns:Set*",
    "sns:Unsubscribe",
)  # fmt: skip
"""What would mute an alarm besides changing its rule."""
LOOKING = "job-function/ViewOnlyAccess"
"""Sees what there is and no data in it."""
HOUR = 3600
MANAGEMENT = "management"
SHORTEST_METADATA = 1000
"""Characters (IAM API Reference, "CreateSAMLProvider")."""
LONGEST_TRUST = 2048
"""Characters, white space apart (IAM User Guide, "IAM and AWS STS quotas")."""
GROUP_KEY = "saml:edupersonentitlement"
"""Condition key of the assertion's attribute ``urn:oid:1.3.6.1.4.1.5923.1.1.1.7``, in which the directory names the person's groups."""


@dataclass(frozen=True)
class Rights:
    """What one role may do, and how long a session of it lasts."""

    seconds: int
    managed: tuple[str, ...]
    """Policies of AWS's own."""
    actions: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    """Refused whatever the others allow. Guardrails do so in every account but the management account."""


RIGHTS: Mapping[str, Rights] = {
    "reader": Rights(4 * HOUR, (LOOKING,)),
    "soc-reader": Rights(4 * HOUR, (LOOKING, "SecurityAudit"), ("guardduty:Get*", "guardduty:List*", "securityhub:Get*", "securityhub:List*")),
    # What it may do besides looking: ``components.aws.operations``.
    "operator": Rights(2 * HOUR, (LOOKING,)),
    "auditor": Rights(4 * HOUR, (LOOKING, "SecurityAudit")),
    "break-glass": Rights(HOUR, ("AdministratorAccess",), never=(*RULE_CHANGES, *MUTING)),
}

PLACES: Mapping[str, tuple[str, ...]] = {
    "soc-reader": (*PLATFORM_TENANCIES, MANAGEMENT),
    "auditor": (*PLATFORM_TENANCIES, MANAGEMENT),
    "operator": ("network", "hosting"),
    "break-glass": (*PLATFORM_TENANCIES, MANAGEMENT),
}
"""Which of the platform's own accounts one of the platform's own people enters, by role (``components.contracts.PLATFORM_ROLES``)."""


def grants_in(place: str, grants: Sequence[AccessGrant]) -> list[AccessGrant]:
    """Those that are for one of the platform's own accounts: a key of ``PLATFORM_TENANCIES``, or the management account."""
    return [grant for grant in grants if place in PLACES[grant.role]]


class People:
    """The roles that ``grants`` give in one account, children of ``parent``. Raises ``ContractError`` for grants of no known directory."""

    def __init__(
        self,
        name: str,
        *,
        owner: Owner,
        grants: Sequence[AccessGrant],
        directory: DirectoryIssuer | None,
        home: str,
        parent: pulumi.Resource,
        provider: pulumi.ProviderResource | None = None,
    ) -> None:
        if directory is None:
            raise ContractError(f"directory: {len(grants)} grants to groups of a directory that nothing names; give the one that they are of")
        self._name, self._owner, self._home = name, owner, home
        self._inside = inside(parent, provider)
        issuer = aws.iam.SamlProvider(
            f"{name}-directory", name=DIRECTORY, saml_metadata_document=metadata(directory), opts=protected(parent, provider)
        )
        self._partition = partition_of(issuer.arn)
        for role in dict.fromkeys(grant.role for grant in grants):
            self._role(role, issuer.arn, [grant for grant in grants if grant.role == role])

    def _role(self, role: str, issuer: pulumi.Output[str], grants: Sequence[AccessGrant]) -> None:
        rights = RIGHTS[role]
        made = aws.iam.Role(
            f"{self._name}-{role}",
            name=people_role(role),
            path=PATH if self._owner.is_platform else body_path(PATH, self._owner),
            description=f"People as {role}",
            max_session_duration=rights.seconds,
            assume_role_policy=_trust(issuer, self._home, role, grants),
            opts=self._inside,
        )
        for policy in rights.managed:
            aws.iam.RolePolicyAttachment(
                f"{self._name}-{role}-{policy.rsplit('/', 1)[-1].lower()}",
                role=made.name,
                policy_arn=pulumi.Output.concat("arn:", self._partition, ":iam::aws:policy/", policy),
                opts=self._inside,
            )
        aws.iam.RolePolicy(
            f"{self._name}-{role}-rights",
            name="people",
            role=made.name,
            policy=document(*self._operations(role), *_own(rights, grants)),
            opts=self._inside,
        )

    def _operations(self, role: str) -> list[Statement]:
        return operator_rights(self._partition, self._owner) if role == OPERATOR else []


def _own(rights: Rights, grants: Sequence[AccessGrant]) -> list[Statement]:
    """What a role may do besides what AWS's own policies say; nothing once the last of its grants has ended, whenever the session began."""
    ended = {"DateGreaterThanEquals": {"aws:CurrentTime": _after(max(grant.until for grant in grants))}}
    over: Statement = {"Sid": "Over", "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": ended}
    own: list[Statement] = [{"Sid": "Own", "Effect": "Allow", "Action": list(rights.actions), "Resource": "*"}] if rights.actions else []
    never: list[Statement] = [{"Sid": "NeverMute", "Effect": "Deny", "Action": list(rights.never), "Resource": "*"}] if rights.never else []
    return [*own, *never, over]


def _trust(issuer: pulumi.Output[str], home: str, role: str, grants: Sequence[AccessGrant]) -> pulumi.Output[str]:
    """Groups with the same days share a statement. Raises ``ContractError`` for more grants than a trust holds."""
    days = dict.fromkeys((grant.since, grant.until) for grant in grants)
    trusted = [
        _trusted(issuer, home, [grant.group for grant in grants if (grant.since, grant.until) == (since, until)], since, until)
        for since, until in days
    ]
    return document(*trusted).apply(lambda text: _short_enough(text, role))


def _short_enough(text: str, role: str) -> str:
    length = sum(not character.isspace() for character in text)
    if length > LONGEST_TRUST:
        raise ContractError(f"grants: the groups that may enter as {role} fill {length} characters, AWS takes {LONGEST_TRUST}; give several one end")
    return text


def _trusted(issuer: pulumi.Output[str], home: str, groups: Sequence[str], since: str, until: str) -> Statement:
    sign_in = ["https://signin.aws.amazon.com/saml", f"https://{home}.signin.aws.amazon.com/saml"]
    condition: dict[str, StatementValue] = {
        "StringEquals": {"SAML:aud": sign_in},
        "ForAnyValue:StringEquals": {GROUP_KEY: list(groups)},
        "DateLessThan": {"aws:CurrentTime": _after(until)},
    }
    if since:
        condition["DateGreaterThanEquals"] = {"aws:CurrentTime": f"{since}T00:00:00Z"}
    return {"Effect": "Allow", "Principal": {"Federated": issuer}, "Action": "sts:AssumeRoleWithSAML", "Condition": condition}


def _after(day: str) -> str:
    """The first moment after a day, in UTC."""
    return f"{date.fromisoformat(day) + timedelta(days=1)}T00:00:00Z"


def metadata(directory: DirectoryIssuer) -> str:
    """The SAML metadata of a directory: what IAM takes of it, and nothing that the record does not say. Raises ``ContractError``.

    Source: OASIS, "Metadata for the OASIS Security Assertion Markup Language (SAML) V2.0", sections 2.3.2 and 2.4.3.
    """
    names = {"md": "urn:oasis:names:tc:SAML:2.0:metadata", "ds": "http://www.w3.org/2000/09/xmldsig#"}
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    keys = "".join(
        '<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>'
        f"{escape(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        for certificate in directory.certificates
    )
    doors = "".join(
        f'<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:{binding}" Location="{escape(directory.sign_in)}"/>'
        for binding in ("HTTP-Redirect", "HTTP-POST")
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor {spaces} entityID="{escape(directory.issuer)}">'
        '<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        f"{keys}{doors}</md:IDPSSODescriptor></md:EntityDescriptor>"
    )
    if len(text) < SHORTEST_METADATA:
        raise ContractError(
            f"directory: its metadata has {len(text)} characters and AWS takes {SHORTEST_METADATA} or more; a certificate is cut short"
        )
    return text
