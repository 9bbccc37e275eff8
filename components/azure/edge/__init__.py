"""The edge on Azure: Azure Front Door, and the private link from it to an environment that has no public address."""
