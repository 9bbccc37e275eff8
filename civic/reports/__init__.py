"""What people read: summaries, findings, pages."""
