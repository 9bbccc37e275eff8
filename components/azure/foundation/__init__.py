"""The organisation tree, the platform's own tenancies, guardrails, archive and detection."""
