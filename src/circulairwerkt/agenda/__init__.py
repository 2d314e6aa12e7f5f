"""Events of the hubs: what, when, where, who comes, and what came of it."""
