"""Where applications run."""
