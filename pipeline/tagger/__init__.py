"""Names by what was learnt: a linear-chain model over characters, which weighs the stretches that the rules suggest.

``columns`` says of each character what is to be known of it, ``keys`` makes features of that, ``chain`` reads the best
labels, ``weights`` holds what ``make train`` learnt, ``tagger`` puts them together.
"""

from pipeline.tagger.tagger import KINDS, Suggested, Tagger
from pipeline.tagger.weights import Weights, shipped

__all__ = ["KINDS", "Suggested", "Tagger", "Weights", "shipped"]
