"""Selectors: what picks attributes for a prompt. Each module here offers `SELECTORS`.

A new selector is a new module with a class of the Protocol `base.Selector` and that tuple; it is
found by itself.
"""
