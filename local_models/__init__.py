"""Local models: which are known, fetching and keeping them, and the process that runs one.

Importing this package, `client` or `catalog` never imports llama_cpp: only the spawned child does.
"""
