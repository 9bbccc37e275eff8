"""An application's secrets: made empty for the body to fill, or made by Azure itself. No value is ever in a program, a plan or a state."""


import pulumi
from pulumi_azure_native import keyvault, resources

from components.azure import identifiers as ids
from components.azure.application.site import Home

EMPTY = "not filled yet"
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


def empty(home: Home, variable: str) -> pulumi.Resource:
    """A secret that says nothing and is switched off, so that no application starts with it.

    Azure keeps no secret without a value. The body adds a version, which is on; containers name no version and read that one. Until
    then Azure refuses to make the application, and says which secret it misses. What the body writes is never overwritten.
    """
    made = keyvault.Secret(
        f"{home.name}-secret-{variable.lower().replace('_', '-')}",
        secret_name=home.secret_name(variable),
        vault_name=home.vault,
        resource_group_name=home.vault_group,
        properties={"value": EMPTY, "content_type": "text/plain", "attributes": {"enabled": False}},
        tags=home.tags,
        opts=pulumi.ResourceOptions(parent=home.parent, protect=True, retain_on_delete=True, ignore_changes=["properties"]),
    )
    return home.grant(f"secret-{variable.lower().replace('_', '-')}", ids.KEY_VAULT_SECRETS_USER, made.id)


def generated(home: Home, variable: str) -> tuple[resources.Deployment, pulumi.Resource]:
    """A secret that Azure Resource Manager makes and writes straight into the vault (two GUIDs, 244 random bits), with the right to read it.

    A secure parameter's value is never given back, so neither Pulumi nor the deployment's history has it.
    """
    name = home.secret_name(variable)
    half = {"type": "securestring", "defaultValue": "[newGuid()]"}
    template = {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {"vault": {"type": "string"}, "one": half, "other": half},
        "resources": [
            {
                "type": "Microsoft.KeyVault/vaults/secrets",
                "apiVersion": "2023-07-01",
                "name": f"[concat(parameters('vault'), '/{name}')]",
                "properties": {
                    "value": "[concat(parameters('one'), parameters('other'))]",
                    "contentType": "text/plain",
                    "attributes": {"enabled": True},
                },
            }
        ],
    }
    made = resources.Deployment(
        f"{home.name}-secret-{variable.lower().replace('_', '-')}",
        deployment_name=home.named("azure:general", variable),
        resource_group_name=home.vault_group,
        properties={
            "mode": resources.DeploymentMode.INCREMENTAL,
            "template": template,
            "parameters": {"vault": {"value": home.vault}},
        },
        opts=pulumi.ResourceOptions(parent=home.parent),
    )
    place = pulumi.Output.concat("/subscriptions/", home.args.tenancy, "/resourceGroups/", home.vault_group)
    scope = pulumi.Output.all(place, home.vault, made.id).apply(lambda of: f"{of[0]}/providers/Microsoft.KeyVault/vaults/{of[1]}/secrets/{name}")
    return made, home.grant(f"secret-{variable.lower().replace('_', '-')}", ids.KEY_VAULT_SECRETS_USER, scope)
