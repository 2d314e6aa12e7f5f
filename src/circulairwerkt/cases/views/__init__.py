"""Pages of questions and cases."""
