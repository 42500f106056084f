"""What the import says on screens and on the command line, and how pasted paths are understood."""
