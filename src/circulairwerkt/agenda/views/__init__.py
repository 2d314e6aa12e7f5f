"""Pages of the agenda: for everybody, and for those who organise."""
