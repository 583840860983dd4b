"""How well and how fast contracts are read and their clauses classified."""
