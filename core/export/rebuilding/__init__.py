"""From a package's rows back to a store that the report can be made from again."""
