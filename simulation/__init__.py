"""Plans' lives made up by seed on real inspections: books of real size, in which every line is lawful."""
