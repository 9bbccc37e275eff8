"""What Azure has before anybody makes it, and what it makes by itself."""

from civic.simulator.existing import Brings, Existing

EXISTING: tuple[Existing, ...] = (
    Existing(
        what="the membership of this Azure subscription in a management group, which its alias made",
        types=("azure-native:management:ManagementGroupSubscription",),
        scope="tenant",
        key="{subscriptionId}",
        brought_by=(
            Brings(
                type="azure-native:subscription:Alias",
                key="{properties.subscriptionId}",
                when="properties.additionalProperties.managementGroupId",
            ),
        ),
        instead="leave the placement to the alias, and place only Azure subscriptions that were transferred",
        source="Microsoft Learn, Microsoft.Subscription/aliases: additionalProperties.managementGroupId",
    ),
    Existing(
        what="the network watcher of this location, which a virtual network brought along",
        types=("azure-native:network:NetworkWatcher",),
        scope="location",
        brought_by=(Brings(type="azure-native:network:VirtualNetwork"),),
        instead="name NetworkWatcher_<location> in the group NetworkWatcherRG, or make the watcher before the first network",
        source="Microsoft Learn, Network Watcher: enabled automatically when a virtual network is created or updated",
    ),
    Existing(
        what="this plan of the Defender in every Azure subscription, off or on",
        types=("azure-native:security:Pricing",),
        scope="subscription",
        key="{pricingName}",
        instead="set it (components.azure.settings), since azure-native refuses to make what its API answers for, and its deletion is a 400",
        source="terraform-provider-azapi issue 818; pulumi-azure-native, client_azcore.go CanCreate and defaultResourcesState.go",
    ),
    Existing(
        what="the Azure subscription's contact for security, called default",
        types=("azure-native:security:SecurityContact",),
        scope="subscription",
        like={"securityContactName": "default"},
        instead="set it (components.azure.settings)",
        source="Microsoft Learn, Configure email notifications for alerts: subscription owners are told from the first day",
    ),
    Existing(
        what="the registration of every feature, registered or not",
        types=("azure-native:features:SubscriptionFeatureRegistration",),
        scope="subscription",
        key="{providerNamespace}/{featureName}",
        instead="register and wait for it (components.azure.settings), since nothing in azure-native waits",
        source="pulumi-azure-native issue 1722",
    ),
)
"""At most one entry for a thing. Sources are pages of Microsoft or files of the provider."""
