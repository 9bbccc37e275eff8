"""What the calls of Amazon EC2 have in common: ARNs, and tags, which ``ec2:CreateTags`` puts on while the resource is made."""

from collections.abc import Mapping

from civic.catalogue.actions import TAGS, Actions, Needs, makes, on

EC2_TEXT = r"[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*"
"""What EC2 takes in the name and description of a security group and of its rules: no apostrophe, among others."""


def ec2(kind: str, word: str = "id", account: str = "account") -> str:
    """ARN of a resource whose id a property holds. ``account`` is the word for the account that it lies in."""
    return f"arn:{{partition}}:ec2:{{region}}:{{{account}}}:{kind}/{{{word}}}"


def created(kind: str, action: str, *others: str, context: Mapping[str, str] | None = None) -> Needs:
    """The call that makes a resource: on itself with its tags, and on the others that it is made in or of. ``context`` is said of itself."""
    name = action.partition(":")[2]
    tags = on(ec2(kind), "ec2:CreateTags", when=TAGS, tags=True, new=True, context={"ec2:createaction": name})
    return makes(ec2(kind), action, context=context) + tags + tuple(need for other in others for need in on(other, action, tags=True))


def retagged(kind: str) -> Actions:
    """Tags changed and taken away later. They are read with the resource."""
    return Actions(update=on(ec2(kind), "ec2:CreateTags", when=TAGS, tags=True) + on(ec2(kind), "ec2:DeleteTags"))
