"""Who may do what: pure functions over the resources of a plan, a state or the simulated clouds, evaluated as each cloud evaluates them.

It reads no file, no clock and no network, and knows no organisation of the estate.
"""
