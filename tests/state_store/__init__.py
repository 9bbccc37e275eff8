"""The state store as the clouds' own libraries and the Pulumi command meet it, with every call asked of ``civic.access``."""
