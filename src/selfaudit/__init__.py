"""Audit, offline, what a language model infers about you from your own chat exports."""

__version__ = "0.1.0"
