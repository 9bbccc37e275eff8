"""A body's SIP trunk."""
