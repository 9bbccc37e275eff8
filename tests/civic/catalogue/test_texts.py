"""Every free text that the estate plans is one of which the catalogue knows what the cloud takes."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from civic.catalogue import row
from civic.plan import Deployment, Resource
from tests.looping import each
from tests.planning import example_estate

FREE = re.compile(r"(?:^|[a-z])(?:[Nn]ame|[Dd]escription|[Cc]omment|[Tt]itle)$")
"""Kinds of properties that hold free text."""
NOT_FREE = {
    "aws:cfg/deliveryChannel:DeliveryChannel": {"s3BucketName": "the name of a bucket of another stack"},
    "aws:cloudcontrol/resource:Resource": {"typeName": "a type of CloudFormation's"},
    "aws:ec2/vpcEndpoint:VpcEndpoint": {"serviceName": "the name of a service, which AWS gives"},
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": {"name": "a plan that the service has"},
    "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": {
        "loggingConfiguration.logDestinationConfigs.*.logDestination.bucketName": "the name of a bucket of another stack"
    },
    "azure-native:app:ContainerApp": {"workloadProfileName": "one of the environment's"},
    "azure-native:app:Job": {"workloadProfileName": "one of the environment's"},
    "azure-native:app:ManagedEnvironment": {"workloadProfiles.*.name": "a profile that the service has"},
    "azure-native:cdn:Rule": {
        "actions.*.name": "a kind of action that the service has",
        "actions.*.parameters.headerName": "a header of HTTP",
        "actions.*.parameters.typeName": "a type that the service has",
        "conditions.*.name": "a kind of condition that the service has",
        "conditions.*.parameters.typeName": "a type that the service has",
    },
    "azure-native:dataprotection:BackupPolicy": {
        "properties.policyRules.*.name": "words of the service",
        "properties.policyRules.*.trigger.taggingCriteria.*.tagInfo.tagName": "words of the service",
    },
    "azure-native:monitor:MetricAlert": {
        "criteria.allOf.*.dimensions.*.name": "a dimension that the service has",
        "criteria.allOf.*.metricName": "a metric that the service has",
    },
    "azure-native:monitor:ScheduledQueryRule": {"criteria.allOf.*.dimensions.*.name": "a column of the log that is asked"},
    "azure-native:network:ApplicationGateway": {"sslPolicy.policyName": "a policy that the service has"},
    "azure-native:network:Subnet": {"delegations.*.serviceName": "a service that Azure has"},
    "azure-native:network:WebApplicationFirewallPolicy": {
        "customRules.*.matchConditions.*.matchVariables.*.variableName": "a variable that the service has"
    },
    "azure-native:storage:BlobServiceProperties": {"blobServicesName": "always default"},
    "azure-native:storage:ManagementPolicy": {"managementPolicyName": "always default"},
}
"""Names that nobody writes."""


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Paths and values of what is text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, f"{path}.*")
    elif isinstance(value, str):
        yield path, value


def of_its_place(token: str, path: str) -> bool:
    """Whether the property names what an Azure resource lies in, whose own row says what it takes; or a size, or something in a policy's rule."""
    known = row(token)
    above = re.findall(r"{(\w+)}", known.id)[:-1] if known and known.id else []
    return path in ("resourceGroupName", *above) or path.endswith("sku.name") or path.startswith("policyRule.")


def of_another(resource: Resource, path: str) -> bool:
    """Whether the property is filled from another resource, where the text stands too."""
    return bool(resource.property_dependencies.get(path.split(".")[0]))


@cache
def planned(cloud: str) -> frozenset[tuple[str, str]]:
    """(Type, path) of every free text of the example estate on a cloud."""
    package = {"aws": "aws:", "azure": "azure-native:"}[cloud]
    plans = (Deployment.from_json(json.loads(run.plan)) for run in example_estate().values())
    return frozenset(
        (resource.type, path)
        for plan in plans
        for resource in plan
        if resource.type.startswith(package)
        for path, _ in texts(resource.inputs)
        if not path.startswith("tags")
        and FREE.search(path.rsplit(".", 1)[-1])
        and not of_another(resource, path)
        and not (cloud == "azure" and of_its_place(resource.type, path))
    )


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_every_planned_name_description_and_comment_has_a_row(cloud: str):
    missing = [
        f"{token} {path}"
        for token, path in each(sorted(planned(cloud)), at_least=50)
        if path not in NOT_FREE.get(token, {})
        and not ((known := row(token)) and (path in known.texts or (known.name and known.name.property == path)))
    ]
    assert missing == []


def test_nothing_is_excused_that_is_not_planned():
    every = {(token, path) for cloud in ("aws", "azure") for token, path in planned(cloud)}
    assert {(token, path) for token, paths in NOT_FREE.items() for path in paths} <= every
