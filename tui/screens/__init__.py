"""What fills the terminal, one screen to a module."""
