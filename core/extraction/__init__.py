"""From the person's own words to attributes: windows, recipes, grounding, linking."""
