"""Shapes of ids, ARNs and other outputs as text: ``vpc-{hash:.17}``, ``arn:{partition}:s3:::{bucket}``.

A word in braces is one of

* an input or output of the resource by its name on the wire (``{bucket}``, ``{id}``, ``{arn}``);
* where it is made: ``{partition}``, ``{region}``, ``{account}``, ``{organisation}`` (which the account manages) on AWS, ``{subscription}``, ``{tenant}`` on Azure;
* what the cloud chooses: ``{hash:.17}`` that many hexadecimal digits, ``{HASH:.17}`` the same in capitals, ``{hash:default.17}`` others
  that belong to something it brings along, ``{digits:12}`` decimal digits, ``{guid:principal}`` a GUID.
"""

import string
from collections.abc import Mapping


def names_in(template: str) -> frozenset[str]:
    """The words that a template needs."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with its words. Raises ``KeyError`` for one that ``values`` does not have."""
    return string.Formatter().vformat(template, (), values)
