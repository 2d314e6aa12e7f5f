"""What the law knows of waste: the list of codes by date, hierarchy, operations, legal status, hazards."""
