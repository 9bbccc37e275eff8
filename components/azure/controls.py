"""Who makes each control of the security baseline on Azure: one table."""

from components.contracts import Control

CONTROLS = (
    Control("trail", "Every call to the cloud's interface is recorded", "tenancy"),
    Control("threat-detection", "Threats are looked for", "tenancy"),
    Control("posture", "Configuration is measured against a standard", "foundation"),
    Control("regions", "Only allowed regions can be used", "foundation"),
    Control("keys", "A rotated key of the body's own", "tenancy"),
    Control("public-access", "Nothing can be made public by mistake", "foundation"),
    Control("encryption-by-default", "Disks are encrypted without asking", "foundation"),
    Control("analyser", "Access from outside is found", "tenancy"),
    Control("configuration", "Changes to resources are recorded", "tenancy"),
    Control("backup", "Backups that resist deletion", "tenancy"),
    Control("contacts", "The provider knows whom to call", "tenancy"),
    Control("alarms", "Use of root or break-glass is told at once", "tenancy"),
)
