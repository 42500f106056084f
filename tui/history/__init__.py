"""What the screens of the chats show, without any widget."""
