"""What is learnt from ``corpus/train``, a module each; ``python -m corpus.learning`` learns it all."""
