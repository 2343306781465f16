"""``python -m corpus.persons``."""

from corpus.persons import main

main()
