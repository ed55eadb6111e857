"""HOW to crawl: what differs between two machines. WHAT to look for is in the campaign file.

Every setting can be given as ``-s NAME=VALUE`` to ``finder crawl`` and ``scrapy crawl``.
"""

from finder import __version__

BOT_NAME = "finder"
SPIDER_MODULES = ["finder.spiders"]
NEWSPIDER_MODULE = "finder.spiders"
ADDONS: dict[str, int] = {}

# --- Who we are -------------------------------------------------------------------------------------------
# Say who you are and where you can be reached: USER_AGENT = "Mozilla/5.0 (compatible; finder/0.1; +https://you)"
USER_AGENT = f"Mozilla/5.0 (compatible; finder/{__version__})"
FINDER_ROBOTS_NAME = "finder"

# --- Politeness: kept by finder.checker for source pages and targets alike ---------------------------------
ROBOTSTXT_OBEY = True
FINDER_HOST_DELAY = 1.0  # seconds between the starts of two requests to one host
FINDER_HOST_CONCURRENCY = 1
FINDER_CONCURRENCY = 200  # requests in flight in all
FINDER_MAX_CRAWL_DELAY = 30.0  # seconds; a longer Crawl-delay counts as this
FINDER_LONGEST_WAIT = 60.0  # seconds; a longer Retry-After makes the target uncertain
FINDER_RETRY_DELAY = 10.0  # seconds before a transient failure is tried once more

# --- Requests ---------------------------------------------------------------------------------------------
FINDER_TIMEOUT = 20.0  # seconds for a whole request
FINDER_CONNECT_TIMEOUT = 10.0
FINDER_DNS_TIMEOUT = 5.0
FINDER_MAX_REDIRECTS = 20
FINDER_PAGE_MAX_BYTES = 10 * 2**20  # of a source page, decoded
FINDER_TARGET_MAX_BYTES = 64 * 2**10
FINDER_PROXY = ""  # http://user:password@host:port
FINDER_CA_FILE = ""  # certificates to trust beside the system's

# --- Archive of the web -----------------------------------------------------------------------------------
FINDER_CDX_URL = "https://web.archive.org/cdx/search/cdx"  # its index
FINDER_REPLAY_URL = "https://web.archive.org/web"  # what the address of a copy begins with
FINDER_ARCHIVE_DELAY = 2.0  # seconds between the starts of two requests to it

# --- Names and addresses ----------------------------------------------------------------------------------
FINDER_DNS_SERVERS: list[str] = []  # ip or ip:port; empty: the system's
FINDER_CONTROL_HOSTS = ["example.com", "iana.org", "wikipedia.org"]  # names that surely exist
FINDER_CONTROL_PAUSE = 5.0  # seconds between two checks whether our own network works
FINDER_ALLOW_NETWORKS: list[str] = []  # networks that may be visited although they are not public
FINDER_PORT_MAP: list[str] = []  # "80:8080": connect to another port than the address says

# --- Browser: a second look at pages that their scripts write ----------------------------------------------
FINDER_BROWSER = ""  # its program; empty: Playwright's own, then the system's Chromium or Chrome; "off": none

# --- Work -------------------------------------------------------------------------------------------------
FINDER_MAX_HOSTS = 400  # hosts whose targets are looked at side by side
FINDER_BACKLOG = 50_000  # waiting targets above which no further source pages are read
FINDER_LEASE = 90.0  # seconds of silence after which other machines take over what this process had
FINDER_ENOUGH_WORK = 200  # pages and hosts in no hand from which on `finder crawl` starts a further process
FINDER_HEARTBEAT = 15.0  # seconds between two signs of life in the database
FINDER_PROGRESS = "log"  # live, plain, log, off
FINDER_PROGRESS_INTERVAL = 10.0  # seconds between two progress lines where there is no terminal

# --- Scrapy -----------------------------------------------------------------------------------------------
DOWNLOAD_HANDLERS = {
    "http": "finder.download.FinderDownloadHandler",
    "https": "finder.download.FinderDownloadHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
# finder's handler does these itself, with one robots.txt cache and one line per host for pages and targets.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
}
SPIDER_MIDDLEWARES = {"scrapy.spidermiddlewares.referer.RefererMiddleware": None}
ITEM_PIPELINES = {
    "pipelines.validate.ValidatePipeline": 100,
    "pipelines.dedupe.DedupePipeline": 200,
    "pipelines.match.MatchPipeline": 300,
    "pipelines.qualify.QualifyPipeline": 400,
    "pipelines.store.StorePipeline": 900,
}
EXTENSIONS = {
    "finder.progress.ProgressExtension": 0,
    "finder.closing.ClosingExtension": 0,
    "finder.heartbeat.HeartbeatExtension": 0,
}
CONCURRENT_REQUESTS = 64  # source pages that wait or are read; turns at hosts are finder's
CONCURRENT_REQUESTS_PER_DOMAIN = 64
CONCURRENT_ITEMS = 4
DOWNLOAD_DELAY = 0  # see FINDER_HOST_DELAY
DOWNLOAD_TIMEOUT = 0
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"
HTTPERROR_ALLOW_ALL = True
URLLENGTH_LIMIT = 0
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"
LOG_FORMATTER = "finder.log_lines.LogLines"
