"""An application's secrets: made empty for the body to fill, or made by Azure itself. No value is ever in a program, a plan or a state."""

import pulumi
from pulumi_azure_native import app, keyvault, resources

from components.azure import roles
from components.azure.application.context import ApplicationContext
from components.azure.endpoints import recorded
from components.azure.keys import secure_vault
from components.azure.options import inside, retained

EMPTY = "not filled yet"
API, VERSION = "2023-07-01", "version"
"""Version of the vault's API, and the output that has a secret's address with its version."""
KEPT_AS_IT_IS = pulumi.ResourceOptions(ignore_changes=["properties"], delete_before_replace=True)
"""Of a deployment that makes a value: nothing but its replacement runs it, and the record before goes first, since both have one name."""
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


def secret_name(context: ApplicationContext, variable: str) -> str:
    """Name of a variable's secret, in the vault and in the container."""
    return f"{context.args.application}-{_slug(variable)}"


class Secrets:
    """Makes an application's vault and the secrets in it, one after another: a vault takes one change at a time."""

    def __init__(self, context: ApplicationContext) -> None:
        """The vault answers a private endpoint alone, and its readers are told to the cell's workspace."""
        self._context = context
        self._vault = vault = secure_vault(
            f"{context.name}-vault",
            name=context.physical_name("azure:key-vault"),
            group=context.group,
            region=context.args.region,
            directory=context.args.cell.directory,
            tags=context.tags,
            opts=retained(context.parent),
        )
        context.log("vault", vault.id)
        self._generated: dict[str, pulumi.Output[str]] = {}
        endpoint = context.endpoint("vault", vault.id, "vault")
        self._last: pulumi.Resource = endpoint
        self.named = recorded(f"{context.name}-vault-named", endpoints=[endpoint], opts=inside(context.parent, context.plane))
        """Whoever reads a secret waits for it: the vault's name leads inside."""

    def reference(self, variable: str) -> app.SecretArgsDict:
        """A secret as a container refers to it, read under the application's identity: what the body fills by its place alone, what Azure made by its
        version, so that whoever makes it anew gives it to the containers in the same run and not within half an hour."""
        name = secret_name(self._context, variable)
        url = pulumi.Output.concat("https://", self._vault.name, ".vault.azure.net/secrets/", name)
        return {"name": name, "key_vault_url": self._generated.get(variable, url), "identity": self._context.identity.id}

    def create_empty(self, variable: str) -> pulumi.Resource:
        """A secret that says nothing and is switched off, so that no application starts with it; what comes back is the right to read it.

        Azure keeps no secret without a value. The body adds a version, which is on; containers name no version and read that one. Until
        then Azure refuses to make the application, and says which secret it misses. What the body writes is never overwritten.
        """
        context = self._context
        self._last = secret = keyvault.Secret(
            f"{context.name}-secret-{_slug(variable)}",
            secret_name=secret_name(context, variable),
            vault_name=self._vault.name,
            resource_group_name=context.group,
            properties={"value": EMPTY, "content_type": "text/plain", "attributes": {"enabled": False}},
            tags=context.tags,
            opts=retained(context.parent, ignore_changes=["properties"], after=[self._last]),
        )
        return context.grant(f"secret-{_slug(variable)}", roles.KEY_VAULT_SECRETS_USER, secret.id)

    def create_generated(self, variable: str) -> tuple[resources.Deployment, pulumi.Resource]:
        """A secret that Azure Resource Manager makes and writes straight into the vault (two GUIDs, 244 random bits), with the right to read it.

        A secure parameter's value is never given back, so neither Pulumi nor the deployment's history has it. A deployment that runs again makes
        another value, so no change of ours runs it: whoever wants a new one replaces it (docs/how-to/restore-on-azure.md, "A new password").
        """
        context = self._context
        name = secret_name(context, variable)
        self._last = deployment = resources.Deployment(
            f"{context.name}-secret-{_slug(variable)}",
            deployment_name=context.physical_name("azure:general", variable),
            resource_group_name=context.group,
            properties={
                "mode": resources.DeploymentMode.INCREMENTAL,
                "template": _template(name),
                "parameters": {"vault": {"value": self._vault.name}},
            },
            opts=pulumi.ResourceOptions.merge(inside(context.parent, after=[self._last]), KEPT_AS_IT_IS),
        )
        self._generated[variable] = deployment.properties.apply(lambda properties: str((properties.outputs or {})[VERSION]["value"]))
        scope = pulumi.Output.concat(self._vault.id, "/secrets/", name)
        # The right waits for the secret, of which the deployment tells no id.
        scope = pulumi.Output.all(scope, deployment.id).apply(lambda known: str(known[0]))
        return deployment, context.grant(f"secret-{_slug(variable)}", roles.KEY_VAULT_SECRETS_USER, scope)


def _template(name: str) -> dict[str, object]:
    """An ARM template that makes one secret in the vault of its parameter ``vault``, and tells its address with its version."""
    made = f"resourceId('Microsoft.KeyVault/vaults/secrets', parameters('vault'), '{name}')"
    half = {"type": "securestring", "defaultValue": "[newGuid()]"}
    return {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {"vault": {"type": "string"}, "one": half, "other": half},
        "resources": [
            {
                "type": "Microsoft.KeyVault/vaults/secrets",
                "apiVersion": API,
                "name": f"[concat(parameters('vault'), '/{name}')]",
                "properties": {
                    "value": "[concat(parameters('one'), parameters('other'))]",
                    "contentType": "text/plain",
                    "attributes": {"enabled": True},
                },
            }
        ],
        "outputs": {VERSION: {"type": "string", "value": f"[reference({made}, '{API}').secretUriWithVersion]"}},
    }


def _slug(variable: str) -> str:
    return variable.lower().replace("_", "-")
