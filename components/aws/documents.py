"""IAM policy documents."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pulumi

VERSION = "2012-10-17"

StatementValue: TypeAlias = pulumi.Input[str] | Sequence[pulumi.Input[str]] | Mapping[str, "StatementValue"]
Statement: TypeAlias = Mapping[str, StatementValue]
"""One statement, with the keys of IAM's own JSON (IAM User Guide, "IAM JSON policy element reference")."""


def document(*statements: Statement) -> pulumi.Output[str]:
    """Statements as JSON, once their values are known."""
    return pulumi.Output.json_dumps({"Version": VERSION, "Statement": list(statements)})


def partition_of(arn: pulumi.Input[str]) -> pulumi.Output[str]:
    """The partition that an ARN is in: ``aws``, or that of another set of regions (AWS General Reference, "Amazon Resource Names").

    For what lies in an account that the same stack makes, where asking AWS itself has no answer before that is there.
    """
    return pulumi.Output.from_input(arn).apply(lambda known: known.split(":")[1])


def assumed_by(principals: Sequence[pulumi.Input[str]]) -> Statement:
    """Trust in roles or accounts, by ARN."""
    return {"Effect": "Allow", "Principal": {"AWS": list(principals)}, "Action": ["sts:AssumeRole", "sts:TagSession"]}


def assumed_by_pipeline(issuer_arn: pulumi.Input[str], issuer: str, subject: str, *, addresses: Sequence[str] = ()) -> Statement:
    """Trust in one pipeline, whose tokens come from ``issuer`` (an HTTPS address) and say exactly ``subject``.

    Where ``addresses`` are given (ranges), it must call from one of them.
    """
    host = issuer.removeprefix("https://")
    exact = {f"{host}:aud": "sts.amazonaws.com", f"{host}:sub": subject}
    condition: dict[str, StatementValue] = {"StringEquals": exact}
    if addresses:
        condition["IpAddress"] = {"aws:SourceIp": list(addresses)}
    return {
        "Effect": "Allow",
        "Principal": {"Federated": issuer_arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }


def served_by(service: str, account: pulumi.Input[str] | None = None) -> Statement:
    """Trust in an AWS service; with ``account`` for this account's own use alone, of a service whose own guide shows that condition.

    A role is passed to a service inside its own account alone, so that nothing is open without it; with it, a service that does not say
    for whom it acts is locked out (IAM User Guide, "The confused deputy problem"; "Grant a user permissions to pass a role").
    """
    trust: Statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {**trust, "Condition": {"StringEquals": {"aws:SourceAccount": account}}} if account is not None else trust


def logs_encrypt(partition: pulumi.Input[str], region: str, account: pulumi.Input[str]) -> Statement:
    """Let CloudWatch Logs use a key for this account's log groups (CloudWatch Logs User Guide, "Encrypt log data using AWS KMS")."""
    groups = pulumi.Output.concat("arn:", partition, ":logs:", region, ":", account, ":log-group:*")
    return {
        "Sid": "Logs",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{region}.amazonaws.com"},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    }


def account_decides(partition: pulumi.Input[str], account: pulumi.Input[str]) -> Statement:
    """Let IAM of the key's own account decide who uses it (KMS Developer Guide, "Default key policy")."""
    root = pulumi.Output.concat("arn:", partition, ":iam::", account, ":root")
    return {"Sid": "AccountDecides", "Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"}
