"""What services say of their own inputs: how it is read from their models, and that what was read fits the installed SDKs."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest

from civic.catalogue import row
from civic.catalogue.derived import derived
from tests.civic.catalogue.deriving import aws, azure
from tests.civic.catalogue.deriving.__main__ import FOLDER
from tests.civic.catalogue.deriving.rules import joined
from tests.civic.catalogue.deriving.sdk_paths import paths
from tests.looping import each


@pytest.mark.parametrize("file", ["aws.json", "azure.json"])
def test_each_path_is_one_of_the_installed_sdk_and_each_rule_is_read(file: str):
    for token, rules in each(json.loads((FOLDER / file).read_text()).items()):
        assert row(token)
        known = {".".join(path) for path in paths(token)}
        assert rules.keys() <= known, token
        assert derived(token).keys() == rules.keys()
        assert all(rule.source for rule in derived(token).values())


def test_a_model_of_aws_is_read(tmp_path: Path):
    folder = tmp_path / "wafv2" / "2019-07-29"
    folder.mkdir(parents=True)
    shapes = {
        "CreateWebACLRequest": {"type": "structure", "members": {"Scope": {"shape": "Scope"}, "Rules": {"shape": "Rules"}}},
        "Scope": {"type": "string", "enum": ["REGIONAL", "CLOUDFRONT"]},
        "Rules": {"type": "list", "member": {"shape": "Rule"}},
        "Rule": {"type": "structure", "members": {"Name": {"shape": "Name"}, "Priority": {"shape": "Priority"}}},
        "Name": {"type": "string", "min": 1, "max": 128, "pattern": "^[\\w\\-]+$"},
        "Priority": {"type": "integer", "min": 0},
    }
    model = {"metadata": {"serviceId": "WAFV2"}, "operations": {"CreateWebACL": {"input": {"shape": "CreateWebACLRequest"}}}, "shapes": shapes}
    _ = (folder / "service-2.json.gz").write_bytes(gzip.compress(json.dumps(model).encode()))
    found = aws.derive("aws:wafv2/webAcl:WebAcl", tmp_path)
    assert found["scope"]["words"] == ["CLOUDFRONT", "REGIONAL"]
    assert found["rules.*.name"] == {"shortest": 1, "longest": 128, "pattern": "^[\\w\\-]+$", "source": "WAFV2 API, CreateWebACL (name)"}
    assert found["rules.*.priority"]["low"] == 0


def test_a_specification_of_azure_is_read_in_the_nearest_version(tmp_path: Path):
    folder = tmp_path / "generated" / "keyvault" / "microsoft.keyvault" / "2024-12-01"
    folder.mkdir(parents=True)
    types = [
        {"$type": "StringType", "pattern": "^[a-zA-Z0-9-]{3,24}$"},
        {"$type": "StringLiteralType", "value": "A"},
        {"$type": "ObjectType", "name": "Sku", "properties": {"family": {"type": {"$ref": "#/1"}, "flags": 1}}},
        {"$type": "ObjectType", "name": "VaultProperties", "properties": {"sku": {"type": {"$ref": "#/2"}, "flags": 1}}},
        {
            "$type": "ObjectType",
            "name": "vaults",
            "properties": {"name": {"type": {"$ref": "#/0"}, "flags": 9}, "properties": {"type": {"$ref": "#/3"}, "flags": 1}},
        },
        {"$type": "ResourceType", "name": "Microsoft.KeyVault/vaults@2024-12-01", "body": {"$ref": "#/4"}},
    ]
    _ = (folder / "types.json").write_text(json.dumps(types))
    for words in (("init", "-q"), ("add", "-A"), ("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "a")):
        _ = subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    found = azure.derive("azure-native:keyvault:Vault", tmp_path)
    assert found["vaultName"]["pattern"] == "^[a-zA-Z0-9-]{3,24}$"
    assert found["properties.sku.family"] == {"words": ["A"], "source": "Microsoft.KeyVault/vaults 2024-12-01"}


def test_alternatives_that_differ_are_joined_where_both_are_lists_and_left_otherwise():
    assert joined([{"words": ["a"], "source": "s"}, {"words": ["b"], "source": "s"}]) == {"words": ["a", "b"], "source": "s"}
    assert joined([{"words": ["a"], "source": "s"}, None]) is None
    assert joined([{"low": 1, "source": "s"}, {"low": 2, "source": "s"}]) is None
