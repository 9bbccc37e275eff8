"""Planned networks as network namespaces of Linux with real packets, and planned firewall rules in a real Suricata: what the graph is held against.

The translators are written from the providers' documents and import nothing of ``civic.reach``.
"""
