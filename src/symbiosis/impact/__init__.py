"""What a flow brings about beside its value: the hours of work in it, told with their range."""
