"""Sites in, raw pages out: the Scrapy project, its registry of sites and its archives."""

from crawl.report import CrawlReport, Event, SiteReport
from crawl.run import CrawlError, run

__all__ = ["CrawlError", "CrawlReport", "Event", "SiteReport", "run"]
