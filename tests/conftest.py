"""Shared by all tests."""

# Imported first: its plugin otherwise imports it while the session ends, in the middle of a collection.
import hypothesis

hypothesis.settings.register_profile("civic", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("civic")
