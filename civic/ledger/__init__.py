"""What is given and kept: giving, withdrawing and placing."""
