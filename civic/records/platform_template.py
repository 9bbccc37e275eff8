"""A new platform record: whole and valid, with what only its people know marked as a place to fill."""

import json
from collections.abc import Collection

from civic.records.loader import validate
from civic.records.platform import OWNER, PIPELINE_LAYERS, PURPOSES, RUN_LAYERS, PlatformRecord
from civic.records.reading import parse

PLATFORM_FILE = "platform.yaml"
PLACE_TO_FILL = "# FILL IN"
"""Begins the comment at each value that must be replaced before anything is deployed; a plan takes them as they are."""

_HEAD = """\
# yaml-language-server: $schema=schemas/platform.json
# What the platform team decides for all. Every '{mark}' must be replaced before the first deployment; a plan works without.
name: {name}
# Part of every physical name. It never changes.
code: {code}
contact: {contact}
retention_days: 400
# PostgreSQL client that makes applications' databases and logins: the tag 18.4-alpine3.24, as the Docker Official
# Images project records it (docker-library/repo-info, read 2026-11-24).
postgres_image: docker.io/library/postgres@sha256:ecafd34249b5c248f3cb6ebe339584ee6448b36fad3f0a827ae5e8efbae6afda

# Networks that exist already, never given out: entries such as {{range: "10.0.0.0/16", why: legacy county networks}}.
reserved: []  {mark}: your own, before the first body joins; what is given stays given
# Names that nobody on the platform may reach.
blocked_domains: []
"""

_AWS = """
aws:
  management_account: "000000000000"  {mark}: the account that holds the organisation
  home: eu-west-2
  regions:
    eu-west-2:
      zones: [eu-west-2a, eu-west-2b, eu-west-2c]
      hub: "10.32.0.0/20"
      bodies: ["10.64.0.0/10"]
  # Where bodies share hosting: one cell for up to fifty applications. A full one means a new one.
  cells:
    a:
      region: eu-west-2
      range: "10.33.0.0/22"
      domain: apps.{domain}  {mark}: where shared applications answer
      # Take this out once the domain above leads to the name servers that the first deployment of the cell prints.
      delegated: false
  # Root mailboxes of accounts: no two accounts have the same.
  mailboxes:
{mailboxes}
  mailbox_template: aws+{{slug}}@{domain}  {mark}: {{slug}} stands for the body
{pipeline}"""

_AZURE = """
azure:
  directory: 00000000-0000-0000-0000-000000000000  {mark}: the tenant's id
  root_group: 00000000-0000-0000-0000-000000000000  {mark}: the root management group; usually named as the tenant's id
  management_subscription: 00000000-0000-0000-0000-000000000000  {mark}: its id
  billing: /providers/Microsoft.Billing/billingAccounts/0/enrollmentAccounts/0  {mark}: where new Azure subscriptions are billed
  home: uksouth
  regions:
    uksouth:
      zones: ["1", "2", "3"]
      hub: "10.48.0.0/20"
      bodies: ["10.128.0.0/10"]
  cells:
    a:
      region: uksouth
      range: "10.49.0.0/22"
      domain: cloud.{domain}  {mark}: where shared applications answer
      certificate: https://{code}-cells-tls.vault.azure.net/secrets/cloud  {mark}: the certificate of that domain, in your vault
  mailboxes:
{mailboxes}
{pipeline}"""

_SECTIONS = {"aws": _AWS, "azure": _AZURE}


def platform_text(name: str, code: str, contact: str, clouds: Collection[str], shown: str) -> str:
    """The text of ``platform.yaml``. ``shown``: the file as messages name it. Raises ``RecordError`` for a value that a record may not have."""
    domain = contact.rpartition("@")[2].lower()
    values = {"mark": PLACE_TO_FILL, "name": _quoted(name), "code": _quoted(code), "contact": _quoted(contact), "domain": domain}
    text = _HEAD.format(**values)
    for cloud in clouds:
        named = {"mailboxes": _mailboxes(cloud, domain), "pipeline": _pipeline(domain, vault=cloud == "azure"), **values, "code": code}
        text += _SECTIONS[cloud].format(**named)
    validate(parse(text, shown), PlatformRecord)
    return text


def _quoted(value: str) -> str:
    """In double quotes, as YAML and JSON both read it."""
    return json.dumps(value, ensure_ascii=False)


def _mailboxes(cloud: str, domain: str) -> str:
    return "\n".join(f"    {purpose}: {cloud}+{purpose}@{domain}  {PLACE_TO_FILL}: a mailbox that is read" for purpose in PURPOSES)


def _pipeline(domain: str, *, vault: bool) -> str:
    """``vault``: the state's keys lie in a vault that answers given addresses alone."""
    addresses = f"    addresses: []  {PLACE_TO_FILL}: ranges that your pipelines call from; the vault of the state's keys answers nobody else\n"
    environments = {layer: f"{OWNER}-{layer}" if layer in RUN_LAYERS else layer for layer in PIPELINE_LAYERS}
    subjects = "\n".join(f'      {layer}: "repo:owner/platform:environment:{environment}"' for layer, environment in environments.items())
    return (
        f"  pipeline:\n    issuer: https://pipelines.{domain}  {PLACE_TO_FILL}: the OIDC issuer of your pipelines\n{addresses if vault else ''}"
        f"    subjects:  {PLACE_TO_FILL}: the exact subject of each pipeline; {OWNER} stands for a body's key\n{subjects}\n"
    )
