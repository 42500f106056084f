"""The domain's nouns, as frozen dataclasses and enumerations.

`history` is what was imported, `attribute` what a model inferred from it, `run` how it came
to infer that, and `judgment` what the person said of it.
"""
