"""How the parties of an agreement may share what it brings, so that nobody is better off leaving."""
