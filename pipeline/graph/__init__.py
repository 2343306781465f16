"""A page's reading as a graph: what is emitted, how it is written, and whether it conforms to the shapes."""
