"""The Pulumi program: one module per layer; a record goes in, components come out."""
