"""The tables of a package: one row type each, from which every description of it is made."""
