"""Reach, asked of packets, of small networks, and of the example estate."""
