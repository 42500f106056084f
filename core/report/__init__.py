"""The report: the person's own judgments as pages that can be read without statistics."""
