"""The files of a package, each made from its contents alone: the same contents, the same bytes."""
