"""What the screens of the export show and do, without any widget."""
