"""Environment variables by which the command line reaches what loads a model."""

ANY_SIZE_VARIABLE = "SELFAUDIT_ANY_SIZE"
"""Set to anything, a model is loaded however large it is for the memory that can be had."""
