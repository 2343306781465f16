"""Families of sites: how their lists page, and which of their links are articles.

A family is data (families.yaml) that names mechanisms: ``rows`` (links out of a list page) and ``pagers`` (where the
next page is). ``read_list`` is the whole of it: a list page in; rows and ways on out. Nothing here makes a request.
"""

from crawl.families.catalogue import Family, load_families
from crawl.families.readers import PARALLEL, read_list
from crawl.families.records import Ask, Listing, ListPage, Row, Rules

__all__ = ["PARALLEL", "Ask", "Family", "ListPage", "Listing", "Row", "Rules", "load_families", "read_list"]
