"""The catalogue knows every type that the estate plans, and says why where it does not know all of it."""

from dataclasses import replace

import pytest

from civic.catalogue import Row, row, rows
from civic.catalogue.row import EXPLAINED
from civic.catalogue.templates import filled, names_in
from tests.civic.catalogue.planned import planned_types
from tests.looping import each


def test_every_planned_type_has_a_row():
    assert [token for token in planned_types() if row(token) is None] == []


def test_what_is_missing_is_missing_for_a_reason(capsys: pytest.CaptureFixture[str]):
    known = [found for token in planned_types() if (found := row(token))]
    missing = [(found.type, column, found.lacks.get(column)) for found in known for column in EXPLAINED if getattr(found, column) is None]
    without_reason = [entry for entry in missing if not entry[2] and not (entry[1] == "arn" and not entry[0].startswith("aws:"))]
    with capsys.disabled():
        counts = ", ".join(f"{sum(1 for _, name, why in missing if name == column and why)} without {column}" for column in EXPLAINED)
        print(f"\nof {len(known)} planned types: {counts}")
    assert without_reason == []


def test_a_gap_without_a_reason_is_refused():
    bucket = row("aws:s3/bucket:Bucket")
    assert bucket is not None
    with pytest.raises(ValueError, match=r"aws:s3/bucket:Bucket: columns without a value are \['id'\]"):
        replace(bucket, id=None)
    with pytest.raises(ValueError, match="reasons are given for"):
        replace(bucket, lacks={"name": "it has one"})
    with pytest.raises(ValueError, match="with a reason"):
        replace(bucket, keep_reason="")


def test_a_type_has_one_row_in_the_file_of_its_module():
    tokens = [found.type for found in rows()]
    assert len(tokens) == len(set(tokens)) > len(planned_types()) / 2
    assert [token for token in tokens if row(token) is None] == []


@pytest.mark.parametrize(
    "token", ["", "aws", "aws:", "aws:s3", "aws:../row:Row", "random:index/randomPet:RandomPet", "aws:s3/never:Never", "a:b:c:d"]
)
def test_another_token_has_no_row(token: str):
    assert row(token) is None


def test_what_holds_data_is_kept_on_both_clouds():
    """Counterparts are kept alike, so that who has read one side knows the other."""
    pairs = {
        "aws:ec2/vpc:Vpc": "azure-native:network:VirtualNetwork",
        "aws:ec2/subnet:Subnet": "azure-native:network:Subnet",
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "azure-native:network:HubVirtualNetworkConnection",
        "aws:networkfirewall/firewall:Firewall": "azure-native:network:AzureFirewall",
        "aws:organizations/organizationalUnit:OrganizationalUnit": "azure-native:management:ManagementGroup",
        "aws:organizations/account:Account": "azure-native:subscription:Alias",
        "aws:kms/key:Key": "azure-native:keyvault:Key",
        "aws:secretsmanager/secret:Secret": "azure-native:keyvault:Secret",
        "aws:s3/bucket:Bucket": "azure-native:storage:StorageAccount",
        "aws:rds/instance:Instance": "azure-native:dbforpostgresql:Server",
        "aws:backup/vault:Vault": "azure-native:dataprotection:BackupVault",
        "aws:cloudwatch/logGroup:LogGroup": "azure-native:operationalinsights:Workspace",
        "aws:ecr/repository:Repository": "azure-native:containerregistry:Registry",
        "aws:route53/zone:Zone": "azure-native:privatedns:PrivateZone",
        "aws:ecs/cluster:Cluster": "azure-native:app:ManagedEnvironment",
    }
    assert {pair: (kept(pair[0]), kept(pair[1])) for pair in pairs.items() if kept(pair[0]) != kept(pair[1])} == {}


def kept(token: str) -> str:
    found = row(token)
    assert found is not None, token
    return found.keep


@pytest.mark.parametrize("found", [found for found in rows() if found.id or found.arn or found.outputs], ids=lambda found: found.type)
def test_templates_can_be_filled(found: Row):
    for template in each(filter(None, (found.id, found.arn, *found.outputs.values()))):
        words = {name: _AnyFormat() for name in names_in(template)}
        assert "{" not in filled(template, words)


class _AnyFormat:
    def __format__(self, spec: str) -> str:
        return "word"
