"""A body's holding: its roles, baseline, budget and access."""
