"""Resources written in Python, for what no provider has."""
