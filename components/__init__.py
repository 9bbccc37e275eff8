"""What can be built: one folder per cloud, the same class names and contracts in each."""
