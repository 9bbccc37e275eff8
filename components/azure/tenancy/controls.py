"""The security baseline on Azure: its controls and who makes each."""

from components.contracts import Control

CONTROLS: tuple[Control, ...] = (
    Control("trail", "Activity logs of every tenancy reach the archive", "foundation"),
    # Defender plans are a setting of each Azure subscription; the foundation's policy only puts back what was turned off.
    Control("threat-detection", "Microsoft Defender watches keys, storage, machines and the control plane", "tenancy"),
    Control("posture", "Defender cloud security posture management is on", "tenancy"),
    Control("regions", "Nothing is made outside the allowed regions", "foundation"),
    Control("keys", "A key vault of the body's own, with keys that rotate", "tenancy"),
    # Azure has no account-wide switch as S3 has: a policy on the bodies' management group refuses each case.
    Control("public-access", "No public addresses and no anonymous storage", "foundation"),
    # Azure encrypts everything at rest; what can be got wrong is encryption on the way, which a policy refuses.
    Control("encryption-by-default", "Storage accepts encrypted connections alone", "foundation"),
    Control("analyser", "Attack paths are found and reported", "tenancy"),
    # The record of configuration is Azure Policy's own, by assignment on the platform's management groups.
    Control("configuration", "Configuration is recorded and compared with the guardrails", "foundation"),
    # A vault stands where there is something to protect: beside the database of hosting. What applications store has versions, and an account that
    # nobody deletes (docs/how-to/restore-on-azure.md).
    Control("backup", "A database is copied into a vault that resists deletion; stores keep what is deleted, and are not deleted", "tenancy"),
    Control("contacts", "Security, operations and billing contacts are known", "tenancy"),
    Control("alarms", "People hear of changes to guardrails, rights and defences", "tenancy"),
    Control("sign-in", "People sign in with more than a password, from where the directory allows", "directory"),
    Control("membership", "Who is in a group that may enter, and who leaves it", "directory"),
)
"""Ids are the same on every cloud."""
