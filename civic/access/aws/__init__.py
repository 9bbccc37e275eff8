"""What AWS would answer, from its documented evaluation logic."""
