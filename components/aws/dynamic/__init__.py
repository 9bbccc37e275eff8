"""Resources written in Python over AWS's own API, for what no provider has a resource for."""
