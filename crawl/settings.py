"""The Scrapy settings: polite, bounded, asyncio. One line of reason each; ``run`` sets what a run decides."""

BOT_NAME = "xiangtu"
SPIDER_MODULES = ["crawl.spider"]
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Polite
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # no socket that runs code, no files in the home folder
CONCURRENT_REQUESTS = 256  # over all hosts, those that wait for their host's delay included
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 0  # each host's delay is set by crawl.politeness, from its site and its robots.txt
DOWNLOAD_DELAY_JITTER = 0  # a delay is a lower bound, so nothing is taken off it
AUTOTHROTTLE_ENABLED = False  # crawl.politeness.Throttle is AutoThrottle with a floor for each host
AUTOTHROTTLE_START_DELAY = 0
AUTOTHROTTLE_MAX_DELAY = 120
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
XIANGTU_DELAY = 4.0  # seconds, where neither site nor robots.txt says; the careful collectors use 2 to 5

SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # in the lists' order, the newest first

# Bounded
DOWNLOAD_TIMEOUT = 60  # seconds for a whole answer
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5  # seconds; pages that load themselves anew now and then are not redirects
METAREFRESH_IGNORE_TAGS = ["noscript", "script"]
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 408, 429]
URLLENGTH_LIMIT = 2083
DNS_TIMEOUT = 10
HTTPPROXY_ENABLED = False  # a proxy would connect past the guard
TWISTED_DNS_RESOLVER = "crawl.guards.GuardedResolver"
XIANGTU_OPEN_NETWORKS: list[str] = []  # non-public networks that the user opened

DOWNLOAD_HANDLERS = {
    "http": "crawl.guards.GuardedHandler",
    "https": "crawl.guards.GuardedHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawl.guards.GuardMiddleware": 50,
    "crawl.robots.RobotsMiddleware": 100,
    "crawl.capture.CaptureMiddleware": 950,  # next to the wire: bytes as they came, redirects too
}
EXTENSIONS = {
    "crawl.politeness.Throttle": 10,
    "crawl.guards.TypeGuard": 20,
    "scrapy.extensions.logstats.LogStats": None,
}

# Warnings and errors are in the report (crawl.worker.Kept); LOG_ENABLED with a LOG_LEVEL shows Scrapy's own log
LOG_ENABLED = False
LOG_SHORT_NAMES = True
