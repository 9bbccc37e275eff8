"""Older and versioned tokens mean today's types: compared with the aliases that the installed SDKs give their resources."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pulumi_aws
import pulumi_azure_native
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civic.catalogue import canonical, row, rows
from civic.simulator.sdk import resource_class

_OWN = re.compile(r"super\(\w+, __self__\)\.__init__\(\s*'([^']+)'")
_ALIAS = re.compile(r'type_="([^"]+)"')

FOLDED = {
    "aws:ec2/encryptionControl:EncryptionControl": "aws:ec2/vpcEncryptionControl:VpcEncryptionControl",
    "aws:lambda/microvmsImage:MicrovmsImage": "aws:lambdamicrovms/image:Image",
    "aws:s3/bucketObject:BucketObject": "aws:s3/bucketObjectv2:BucketObjectv2",
}
"""Types that the SDK still has beside the one of the same meaning, besides those of ``alb`` and the second generation of buckets."""


@cache
def aliases(package: str) -> Mapping[str, tuple[str, ...]]:
    """Type of a resource class -> the tokens that it had before, from the SDK's text (importing it takes minutes)."""
    module = {"aws": pulumi_aws, "azure-native": pulumi_azure_native}[package]
    found: dict[str, tuple[str, ...]] = {}
    for path in Path(str(module.__file__)).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if own := _OWN.search(text):
            found[own[1]] = tuple(dict.fromkeys(_ALIAS.findall(text)))
    return found


def owners(package: str) -> Mapping[str, set[str]]:
    """The other way round: an older token -> the types that it may have meant."""
    found: dict[str, set[str]] = {}
    for own, older in aliases(package).items():
        for token in older:
            found.setdefault(token, set()).add(own)
    return found


def test_every_azure_token_with_one_meaning_has_it():
    one = {token: next(iter(types)) for token, types in owners("azure-native").items() if len(types) == 1}
    # Types of today that are each other's alias stay apart: they are views of one path, not names of one type.
    today = aliases("azure-native").keys()
    one = {token: own for token, own in one.items() if token not in today and own in today}
    wrong = {token: (canonical(token), own) for token, own in one.items() if canonical(token) != own}
    print(f"{len(one)} older tokens of azure-native")
    assert len(one) > 10_000
    assert {token: pair for token, pair in wrong.items() if pair[0] not in today} == {}
    assert wrong == {}


def test_every_azure_token_with_several_meanings_keeps_one_of_them_or_itself():
    today = aliases("azure-native").keys()
    several = {token: types for token, types in owners("azure-native").items() if len(types) > 1 and token not in today}
    wrong = {token: canonical(token) for token, types in several.items() if canonical(token) in today and canonical(token) not in types}
    assert several
    assert wrong == {}


def test_every_aws_token_that_was_renamed_means_today_s():
    renamed = {token: types for token, types in owners("aws").items() if token not in aliases("aws")}
    assert renamed
    assert {token: canonical(token) for token, types in renamed.items() if canonical(token) not in {canonical(own) for own in types}} == {}


def today() -> Iterator[str]:
    yield from aliases("azure-native")
    yield from aliases("aws")


def test_today_s_tokens_stay():
    moved = {token: canonical(token) for token in today() if canonical(token) != token}
    expected = FOLDED | {token: token.replace("aws:alb/", "aws:lb/") for token in today() if token.startswith("aws:alb/")}
    expected |= {token: token.replace("V2", "") for token in today() if re.fullmatch(r"aws:s3/bucket\w*V2:\w+", token)}
    assert moved == expected


@pytest.mark.parametrize(
    ("older", "token"),
    [
        ("azure-native:storage/v20230101:StorageAccount", "azure-native:storage:StorageAccount"),
        ("azure-native:keyvault/v20210401preview:Vault", "azure-native:keyvault:Vault"),
        ("azure-native_storage_v20240101:storage:StorageAccount", "azure-native:storage:StorageAccount"),
        ("azure-nextgen:storage/latest:StorageAccount", "azure-native:storage:StorageAccount"),
        ("azure-native:network/v20200601:PrivateZone", "azure-native:privatedns:PrivateZone"),
        ("azure-native:insights/v20210501preview:DiagnosticSetting", "azure-native:monitor:DiagnosticSetting"),
        ("azure-native:dbforpostgresql/v20221201:Server", "azure-native:dbforpostgresql:Server"),
        ("azure-native:dbforpostgresql/v20171201:Server", "azure-native:dbforpostgresql:SingleServer"),
        ("aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket"),
        ("aws:s3/bucketVersioningV2:BucketVersioningV2", "aws:s3/bucketVersioning:BucketVersioning"),
        ("aws:alb/listener:Listener", "aws:lb/listener:Listener"),
        ("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"),
        ("aws:applicationloadbalancing/targetGroup:TargetGroup", "aws:lb/targetGroup:TargetGroup"),
    ],
)
def test_this_token_means_today(older: str, token: str):
    assert canonical(older) == token
    assert resource_class(token)


@pytest.mark.parametrize(
    "token",
    [
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "azure:storage/account:Account",
        "aws-native:s3:Bucket",
        "pulumi:providers:azure-native",
        "pulumi:providers:aws",
        "random:index/randomPet:RandomPet",
        "azure-native:storage/v2:StorageAccount",
        "azure-native",
        "aws:",
        "",
    ],
)
def test_this_token_stays(token: str):
    assert canonical(token) == token


@given(st.text() | st.from_regex(r"(aws|azure-native)(_[a-z]+_v\d{8})?:[a-z0-9]*(/v?\w*)?:\w*", fullmatch=True))
@example("aws:s3/bucketV2V2:BucketV2V2")
@example("aws:alb/bucketV2:X")
@example("aws:alb/listener:Other")
def test_asked_again_it_answers_the_same(text: str):
    once = canonical(text)
    assert canonical(once) == once


@given(
    st.sampled_from([found.type for found in rows() if found.type.startswith("azure-native:")]),
    st.dates(min_value=date(2014, 1, 1)).map(lambda day: f"v{day:%Y%m%d}") | st.just("latest"),
    st.sampled_from(["", "preview"]),
)
def test_a_versioned_token_has_its_type_s_row(token: str, version: str, stage: str):
    package, module, kind = token.split(":")
    if module == "dbforpostgresql" and version[:5] in ("v2017", "v2018"):
        return
    found = row(f"{package}:{module}/{version}{stage if version != 'latest' else ''}:{kind}")
    assert found is not None
    assert found.type == token
