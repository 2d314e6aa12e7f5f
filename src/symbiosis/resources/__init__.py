"""The six kinds of resource: what a stream, a need and a processor are about."""
