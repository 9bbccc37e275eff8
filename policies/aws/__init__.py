"""The pack for AWS."""
