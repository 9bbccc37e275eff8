"""What each subcommand does: read, decide, print."""
