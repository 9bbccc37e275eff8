"""Names, descriptions and titles as Azure takes them, for the rows of ``civic.catalogue.azure``.

Source of all that names no other: Microsoft Learn, "Naming rules and restrictions for Azure resources".
"""

from civic.catalogue.row import Text

NAMING = "Microsoft Learn, Naming rules and restrictions for Azure resources"
_PLAIN = r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?"

NETWORK = Text(80, _PLAIN, NAMING)
"""Most of what ``Microsoft.Network`` has, and the parts of a gateway or balancer."""
FIREWALL = Text(56, _PLAIN, NAMING)
ENDPOINT = Text(64, r"[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9_]", NAMING)
REQUEST = Text(140, r"(?s).+", "Microsoft Learn, Private Endpoints REST API: requestMessage is restricted to 140 characters")
RESOLVER = Text(80, r"[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?", NAMING)
"""What ``Microsoft.Network`` has for names: resolvers, rulesets, rules, links."""
RESOLVER_LINK = Text(80, r"[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9_])?", NAMING)
WAF_RULE = Text(128, r"[A-Za-z][A-Za-z0-9]*", "Microsoft Learn, Create and use Web Application Firewall v2 custom rules: letters and digits")
ZONE = Text(253, r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", NAMING)
ASKED_DOMAIN = Text(254, r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+", "Microsoft Learn, Azure DNS Private Resolver: rules end with a dot")
RECORD = Text(253, r"@|\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*", NAMING)
ALERT = Text(260, r"[^<>*%{}&:\\?+/#]*[^<>*%{}&:\\?+/#. ]", NAMING)
"""Alerts and action groups."""
SETTING = Text(260, r"[^<>*%&:\\?+/]+", NAMING)
"""Diagnostic settings."""
SHORT = Text(12, r"[ -~]+", "Microsoft Learn, Action groups: the short name has at most 12 characters")
RECEIVER = Text(260, r"[ -~]+", "Microsoft Learn, Action groups: names of receivers are unique within a group")
TOLD = Text(2048, r"(?s).+", "no bound is published; ours is that of a mail's subject and first lines")
"""Descriptions of alerts."""
FRONT_DOOR = Text(90, r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", NAMING)
"""Parts of a profile of Azure Front Door."""
FRONT_DOOR_DOMAIN = Text(260, r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", NAMING)
HOST = Text(253, r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", "RFC 1123, 2.1: names of hosts, as records take them")
FRONT_DOOR_RULE = Text(260, r"[A-Za-z][A-Za-z0-9]*", "Microsoft Learn, What is a rule set in Azure Front Door?: letters and digits, a letter first")
LOCK = Text(90, r"[A-Za-z0-9_.()-]*[A-Za-z0-9_()-]", NAMING)
POLICY = Text(64, r"[^<>*%&:\\?/]*[^<>*%&:\\?/. ]", NAMING)
REMEDIATION = Text(64, r"[A-Za-z0-9][A-Za-z0-9_-]*", "no bound is published; ours is that of the policy assignment which it serves")
TITLE = Text(128, r"(?s).+", "Microsoft Learn, Azure Policy definition structure basics: displayName of at most 128 characters")
ROLE = Text(512, r"(?s).+", "Microsoft Learn, Azure custom roles: at most 512 characters")
GUID = Text(36, r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", NAMING)
GROUP_TITLE = Text(90, r"(?s).+", NAMING)
BUDGET = Text(63, r"[A-Za-z0-9_-]+", NAMING)
CACHE_RULE = Text(
    50, r"[A-Za-z0-9-]{5,50}", "Microsoft Learn, Microsoft.ContainerRegistry/registries/cacheRules: 5 to 50 letters, digits and hyphens"
)
BACKUP = Text(150, r"[A-Za-z0-9][A-Za-z0-9-]{2,149}", NAMING)
PARAMETER = Text(63, r"[a-z_][a-z0-9_.]*", "PostgreSQL documentation, Server Configuration")
KEY = Text(127, r"[A-Za-z0-9-]+", NAMING)
"""Keys and secrets of a vault."""
IDENTITY = Text(128, r"[A-Za-z0-9][A-Za-z0-9_-]{2,127}", NAMING)
FEDERATION = Text(120, r"[A-Za-z0-9][A-Za-z0-9_-]{2,119}", NAMING)
ENVIRONMENT = Text(60, r"[a-z]([a-z0-9-]*[a-z0-9])?", NAMING)
LABEL = Text(63, r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", "Kubernetes documentation, Object Names and IDs: DNS labels (Container Apps)")
VARIABLE = Text(255, r"[A-Za-z_.-][A-Za-z0-9_.-]*", "Kubernetes documentation, Define Environment Variables for a Container (Container Apps)")
DEPLOYMENT = Text(64, r"[A-Za-z0-9_.()-]+", NAMING)
CONTAINER = Text(63, r"[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]", NAMING)
RULE = Text(256, r"[A-Za-z0-9-]+", "Microsoft Learn, Azure Blob Storage lifecycle management policy structure: a rule's name")
ALIAS = Text(63, r"[A-Za-z0-9][A-Za-z0-9_.-]*", "Microsoft Learn, Microsoft.Subscription/aliases")
SUBSCRIPTION = Text(64, r"[^<>;|]+", "Microsoft Learn, Programmatically create Azure subscriptions: displayName")
