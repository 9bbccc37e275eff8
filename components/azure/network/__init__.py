"""The hub of a region and a body's connection to it."""
