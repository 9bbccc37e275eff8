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
)
"""At most one entry for a thing. Sources are pages of Microsoft or files of the provider."""
