#!/bin/sh
# One body with dedicated hosting on Azure, in a sandbox: what only a real cloud shows of a Container Apps environment and of what policies make
# afterwards. Real credentials, real money: docs/how-to/sandbox.md.
# usage: CIVIC_ESTATE=FOLDER sandbox-azure.sh BODY
set -eu
body=${1:?which body of the sandbox}
: "${CIVIC_ESTATE:?a folder of records made for this, never the estate}"
case "$(cd "$CIVIC_ESTATE" && pwd -P)" in
  "$(cd estate && pwd -P)") echo "CIVIC_ESTATE is the project's own estate; a sandbox has one of its own" >&2; exit 2 ;;
esac
test -t 0 || { echo "run this by hand: it makes and destroys what costs money" >&2; exit 2; }

az account show
printf 'The hub and %s are made in this directory, and destroyed. Type the body to go on: ' "$body"
read -r answer
test "$answer" = "$body" || exit 2

civic plan platform "$body"
civic rollout platform-azure-network --run
# Not the end where it fails: why it failed is what is looked for below.
civic rollout "$body" --run || echo "the body's rollout stopped: what follows says whether a policy refused it"

# Of type and outputs alone, whatever the stack is called.
of_type() { pulumi stack export --stack "$body-azure-landing-zone" | python3 -c '
import json, sys
for one in json.load(sys.stdin)["deployment"]["resources"]:
    if one["type"] == sys.argv[1]:
        print(one["id"], one["outputs"].get("infrastructureResourceGroup", "-"))' "$1"; }

of_type azure-native:app:ManagedEnvironment | while read -r id group; do
  subscription=$(printf %s "$id" | cut -d/ -f3)
  echo "public addresses beside $id (none: it makes a balancer alone; some: the guardrail must except their group):"
  az network public-ip list --subscription "$subscription" --resource-group "$group" --output table
  echo "what the environment's balancers have before them:"
  az network lb list --subscription "$subscription" --resource-group "$group" --query "[].frontendIPConfigurations[].[privateIPAddress, publicIPAddress.id]" --output table
done
az account list --query "[].id" --output tsv | while read -r subscription; do
  az monitor activity-log list --subscription "$subscription" --offset 3h --status Failed \
    --query "[?contains(to_string(@), 'RequestDisallowedByPolicy')].[eventTimestamp, resourceId, caller]" --output table
done

of_type azure-native:network:PrivateEndpoint | while read -r id _; do
  echo "records of $id that the policy made (the program waits for them 40 minutes):"
  az rest --method get --url "$id/privateDnsZoneGroups?api-version=2023-09-01" --query "value[].[name, properties.provisioningState]" --output table
done

for stack in "$body-azure-applications" "$body-azure-landing-zone"; do
  pulumi stack select "$stack" 2>/dev/null || continue
  pulumi up --stack "$stack" --yes --skip-preview --expect-no-changes --policy-pack policies/azure
done
for stack in "$body-azure-applications" "$body-azure-landing-zone" "$body-azure-tenancy" "$body-azure-identity" platform-azure-network; do
  pulumi stack select "$stack" 2>/dev/null || continue
  pulumi destroy --stack "$stack" --yes --exclude-protected
  echo "what remains of $stack:"
  pulumi stack --stack "$stack" --show-ids
done
