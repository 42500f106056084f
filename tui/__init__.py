"""The interface: Textual screens, and the commands that wire core and models together."""
