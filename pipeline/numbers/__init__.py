"""Amounts of money, quantities and dates of a text.

One scan finds where a number or a date may start (``scan``); numerals are read in one place (``numerals``), and what
stands before and after decides what they are: a date (``dates``), money (``money``), a quantity (``counting``), or no
number of the world (``exclude``).
"""

from pipeline.numbers.reader import Numbers, read_numbers

__all__ = ["Numbers", "read_numbers"]
