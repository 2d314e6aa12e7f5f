"""Who fits whom, how well, and why: rules (cannot), measures (how well), ranking, explanation, index."""
