"""The text as later components read it: figures, sentences and clauses, the words that part phrases."""
