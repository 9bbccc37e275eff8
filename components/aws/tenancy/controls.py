"""Who makes each control of the security baseline on AWS: one table."""

from components.contracts import Control

CONTROLS = (
    Control("trail", "Every call to the cloud's interface is recorded", "foundation"),
    Control("threat-detection", "Threats are looked for", "foundation"),
    Control("posture", "Configuration is measured against a standard", "foundation"),
    Control("regions", "Only allowed regions can be used", "foundation"),
    Control("keys", "A rotated key of the body's own", "tenancy"),
    Control("public-access", "Nothing can be made public by mistake", "tenancy"),
    Control("encryption-by-default", "Disks are encrypted without asking", "tenancy"),
    Control("analyser", "Access from outside is found", "tenancy"),
    Control("configuration", "Changes to resources are recorded", "tenancy"),
    Control("backup", "Backups that resist deletion", "tenancy"),
    Control("contacts", "The provider knows whom to call", "tenancy"),
    Control("alarms", "Use of root or break-glass is told at once", "tenancy"),
    Control("sign-in", "People sign in with more than a password, from where the directory allows", "directory"),
    Control("membership", "Who is in a group that may enter, and who leaves it", "directory"),
)
