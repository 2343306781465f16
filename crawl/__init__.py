"""Sites in, raw pages out: the Scrapy project (``crawl.run``), its registry of sites and its archives.

Nothing is imported here: who reads archives needs no crawler.
"""
