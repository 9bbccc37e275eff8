"""The pack for Azure."""
