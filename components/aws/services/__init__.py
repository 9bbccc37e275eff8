"""Both halves of a shared service."""
