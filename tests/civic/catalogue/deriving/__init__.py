"""What services say of their own inputs, read from their models into ``civic/catalogue/derived``: ``python -m tests.civic.catalogue.deriving``."""
