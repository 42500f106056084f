"""Settings that reach from the command line to the loading of a model."""

ANY_SIZE_VARIABLE = "SELFAUDIT_ANY_SIZE"
"""Set to anything, a model is loaded however large it is for the memory that can be had."""
