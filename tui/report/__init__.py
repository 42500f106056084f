"""The report as one HTML file: what is drawn, the template and its style."""
