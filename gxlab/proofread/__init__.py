"""校对: a document held against itself and against the warehouse."""
