"""CITATION.cff (1.2.0) of a package, which names no person."""

from selfaudit.core.export.contents import Manifest
from selfaudit.core.export.files.card import title_of
from selfaudit.core.export.files.markdown_text import quoted

AUTHOR = "A person who audited what a model infers about them"
"""Stands for the author, whom the format wants and whom nobody is to know."""


def citation_text(manifest: Manifest) -> bytes:
    """How to cite the package, as YAML."""
    lines = [
        "cff-version: 1.2.0",
        'message: "Cite this package by its id."',
        "type: dataset",
        f"title: {quoted(title_of(manifest))}",
        "authors:",
        f"- name: {quoted(AUTHOR)}",
        "identifiers:",
        "- type: other",
        f"  value: {quoted(f'selfaudit-package:{manifest.id}')}",
        '  description: "The id of the package."',
        f"version: {quoted(manifest.format_version)}",
        f"date-released: {quoted(manifest.made_on)}",
        "keywords:",
        "- personalization",
        "- human feedback",
    ]
    return ("\n".join(lines) + "\n").encode()
