"""Pages across capabilities, a module per page."""
