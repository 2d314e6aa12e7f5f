"""What is filled in around coaching."""
