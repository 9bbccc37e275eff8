"""How the program knows that nothing is brought up."""

PLANNING = "CIVIC_PLANNING"
"""Variable that the offline engine sets for the program: what must be so before anything is brought up is told then and not refused."""
