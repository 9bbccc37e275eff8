"""As whom the stacks of one body are deployed."""
