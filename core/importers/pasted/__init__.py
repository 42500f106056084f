"""The rules by which pasted and quoted text inside a typed message is told, one module a kind."""
