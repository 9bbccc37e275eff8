"""The ``civic`` command: records, the offline engine, checks, reports and rehearsal."""
