"""One application of the store."""
