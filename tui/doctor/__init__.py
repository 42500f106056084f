"""What `selfaudit doctor` checks, one module for each kind of thing. Nothing is changed."""
