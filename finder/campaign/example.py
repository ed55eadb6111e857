"""A campaign file to start from: every key explained, the answers of a person filled in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from string import Template
from typing import TYPE_CHECKING, Final

from finder.opportunities import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXAMPLE: Final = Template("""\
# A campaign: one undertaking of finder. "finder check" says what is wrong with this file.
# Keys that begin with "# " show their default; take the mark away to change one. Time spans are a number
# with s, m, h, d or w. Addresses without https:// get it. Paths are relative to the folder of this file.

# Identifies the campaign in the database: letters, digits, - and _.
name = $name

# Where leads are kept: an SQLite file, or postgresql://user@host/name.
# database = "sqlite:///finder.sqlite3"

# What counts: links that lead nowhere, mentions of your brand without a link or with one to somewhere else,
# images of yours without a link, links to you that are gone, links to dead pages of yours, pages that link to
# your rivals and not to you.
# kinds = $kinds

[own]
# Your site or sites. Links to their domains are yours and never reported.
sites = $sites
# Further domains of yours: former ones, short links.
$domains
# How your pages that can be offered are found, beside those listed below: "sitemap", "list" (only those
# listed), "crawl" (follow links from sites), or "auto": by sitemap, and by a crawl if that finds nothing.
# content = "auto"
# Sitemaps, if robots.txt does not name them.
# sitemaps = ["https://acme.example/sitemap.xml"]
# Single pages, here or in a file with one address per line.
# pages = ["https://acme.example/guide"]
# pages_file = "own.txt"
# How many pages are read at most, and how many links deep a crawl goes.
# max_pages = 5000
# depth = 4
# Pages that say less than this are not offered; nor are forms, lists of posts and legal text. 0: all are.
# min_words = 50
# Images of yours that others may show from their own server: file names or addresses.
# images = ["tide-chart.png"]
# Own pages younger than this are not read again.
# refresh_after = "1d"

# One table for each brand: the name that people write when they mean you, with its other names.
[[brands]]
name = $brand
$aliases
# Names of products and people; a page that names one names you.
$products
$people
# Its own domains, if not all that are yours, and its profiles elsewhere.
# domains = ["acme.example"]
$social_profiles
# Whether the name is an ordinary word, or the name of others, as well; how it may be written: "auto", "exact"
# or "any".
$common_word
# case = "auto"
# Words that speak for you. Of near at least one must be there, of not_near none; not_in are phrases in which
# the name is not yours.
$context
# near = ["tools"]
# not_near = ["cartoon"]
# not_in = ["Acme Pictures"]
# What a mention of it is worth beside those of your other brands.
# weight = 1.0

[sources]
# Pages that may link to something broken or mention you: resource pages, link lists, articles.
pages = $pages
# Files of them: one address per line, or CSV with a column "url"; "-" is standard input.
files = $files
# Whether pages that link to others by what suppliers say ("finder import") are source pages, too.
# imported = false
# Lists of domains by rank, for the score: Tranco, Common Crawl's domain ranks, or CSV with domain and rank.
# ranks = ["tranco.csv"]
# How many source pages are looked at in all, and how many continuations of each list ("next page").
# max_pages = 10000
# pagination = 5

# Whole sites to look at, from one address on: one table for each.
# [[sources.sites]]
# url = "https://resources.example/"
# max_pages = 200
# depth = 2

[mentions]
# Where else your names may stand: pages from here are looked at for mentions only, not for their links.
# Feeds (RSS, Atom) of other sites; of the sites below they are found by themselves.
# feeds = ["https://blog.example/feed.xml"]
# Sitemaps of other sites. Of feeds and sitemaps only what is new since the last crawl is read.
# sitemaps = ["https://magazine.example/sitemap.xml"]
# What alerts, search exports and monitoring tools give: lists, CSV, mails (.eml).
# files = ["alerts.csv"]
# Web archive files (WARC): their pages that name you are looked at live. "*" stands for any name.
# archives = ["crawl/*.warc.gz"]
# How many pages are looked at in one crawl, from all of these together.
# max_pages = 10000

# Sites to look through, from one address on: one table for each.
# [[mentions.sites]]
# url = "https://magazine.example/"
# max_pages = 200
# depth = 2

[limits]
# Link targets that are asked in all, and links that are taken from one page.
# max_targets = 100000
# max_links_per_page = 2000
# A target whose state is known is not asked again within this time; one that could not be told is.
# fresh_for = "7d"
# recheck_uncertain_after = "1d"

[verdicts]
# What a bad week could explain counts as dead after so many failures in a row, each so long after the last.
# failures = 3
# apart = "3d"
# How sure a dead link must be for a lead: "high", "medium" or "low".
# min_confidence = "medium"
# Ask the Internet Archive for a copy of what is dead.
# archive = false

# Hosts whose answers prove nothing: one table for each.
# [[quirks]]
# host = "members.example"
# reason = "answers 404 to everyone who is not signed in"

[matching]
# The chance from which on a page of yours is offered: 0 (anything) to 1 (only what is certain).
# min_score = 0.83  # unless your weights say otherwise
# What agreements are worth, learned from your own leads by `finder matching fit`.
# weights = "acme.weights.toml"
# In how many leads one page is offered at most; 0: in any number.
# max_leads_per_page = 0

[scoring]
# What weighs how much in the score of a lead; only the ratios matter.
# confidence = 30
# match = 35
# mention = 20
# rivals = 15
# relevance = 10
# placement = 20
# rel = 15
# source = 15
# naturalness = 10
# freshness = 5
# indexability = 10

[browser]
# Hosts whose pages are always rendered in a browser, beside pages that say too little without their scripts.
# hosts = ["lists.example"]
# Pages that are rendered in a run at most (0: none), and seconds that one may take.
# max_pages = 100
# seconds = 30

[contacts]
# Search the sites that leads are about for whom to write to.
# search = true
# Requests to one site at most, beside the pages that were read anyway.
# max_requests = 5
# So long what was found stays good.
# fresh_for = "90d"
# Keep addresses of persons, too, not only those of roles (info@, editor@).
# people = true
# Ask the DNS whether the domain of an address takes mail.
# check_mail = false

[outreach]
# Files of whom never to write to: an address, a domain or a pattern (*@agency.example) on each line.
# suppress = ["never.txt"]
# Who was written to within this time, in any campaign of the database, is not exported again.
# contacted_within = "90d"
# Contacts that were not seen for so long are deleted, unless you have dealings with them.
# keep_contacts_for = "365d"

[messages]
# Who writes, for message drafts. finder makes drafts and sends nothing.
# sender_name = "Jane Acme"
# sender_email = "jane@acme.example"
# sender_role = "Editor"
# How messages call your site (by your first brand), its address (the first of own.sites), and what stands
# below the name.
# site_name = "Acme"
# site_url = "https://acme.example/"
# signature = "1 Rake Lane, Acmetown"
# Your own templates: a folder that has one for each language, such as messages/en/broken_link.txt.
# folder = "messages"
# Messages are written in the language of the page if it is one of languages (none: any that has templates),
# else in this.
# language = "en"
# languages = []

[verify]
# How long a look at a lead stays good before you write, and how often one is looked at after that.
# fresh_for = "1d"
# watch_every = "7d"
# A link that was won is lost when so many looks missed it, each so long after the last.
# lost_after = 2
# lost_apart = "1d"

[backlinks]
# Sites whose links are compared with yours: a page that links to so many of them and not to you is a lead.
# rivals = ["rival.example"]
# min_rivals = 2
# Whether a crawl looks at pages that link to you, too, if there are imported ones.
# look = true
# How long a look at a page that links to you stays good, when a link is lost, and pages in a run.
# fresh_for = "7d"
# lost_after = 2
# lost_apart = "1d"
# max_pages = 10000

[schedule]
# What "finder schedule run" does when, as cron expressions; left out: never.
# timezone = "UTC"
# crawl = "0 3 * * 1"
# own_content = "0 2 * * 1"
# second_looks = "0 5 * * *"
# verify = "0 4 * * *"
# backlinks = "0 6 1 * *"
# Times that passed while it did not run are made up for by one run ("once") or left out ("skip").
# missed = "once"
# The Scrapyd nodes to run it on, one table for each; without any it runs on this machine.
# [[schedule.nodes]]
# url = "http://127.0.0.1:6800/"
# project = "finder"
# campaign = "/srv/finder/acme.toml"
# username_env = "SCRAPYD_USER"
# password_env = "SCRAPYD_PASSWORD"

[notify]
# Who is told what came of a scheduled task: addresses as Apprise takes them. They hold secrets, so they are
# in an environment variable or a file of their own.
# urls_env = "NOTIFY_URLS"
# urls_file = "notify.txt"
# After every task ("always"), when there is news or trouble ("news"), or only when there is "trouble".
# when = "news"

[expect]
# A run that misses this is unhealthy: so many source pages are read at least; at most this share of the looks
# at targets is uncertain and of the pages not readable (0.2: a fifth).
# source_pages = 0
# uncertain = 1.0
# errors = 1.0

# Files of your own form for "finder export --profile crm": one table for each.
# [profiles.crm]
# columns = { "E-mail" = "contact_email", "Source" = { text = "finder" } }
# form = "csv"
# requires = []
# statuses = []
# row_per = "lead"  # or "prospect"
""")


# What a key shows that nobody filled in.
_SHOWN: Final = {
    "aliases": "aliases = []",
    "domains": '# domains = ["acme-old.example"]',
    "products": '# products = ["Acme Rake"]',
    "people": '# people = ["Jane Acme"]',
    "social_profiles": '# social_profiles = ["https://social.example/@acme"]',
    "context": '# context = ["garden", "rake"]',
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What goes into a campaign file, as a person gave it or as own pages say it.

    ``domains`` are further ones of ours. ``doubtful`` has by key what a person should look at first: it is
    written as a comment, and so is ``sense``, why the name is an ordinary word or may be one.
    """

    name: str
    sites: tuple[str, ...]
    brand: str
    aliases: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    social_profiles: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    common_word: bool = False
    sense: str = ""
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def example(answers: Answers) -> str:
    """The text of a campaign file with these answers. Whether they are right, ``examine_text`` says."""
    return _EXAMPLE.substitute(
        name=_text(answers.name),
        kinds=json.dumps(KINDS),
        sites=_list(answers.sites),
        brand=_text(answers.brand),
        pages=_list(answers.pages),
        files=_list(answers.files),
        common_word=_common_word(answers),
        **{key: _filled(key, getattr(answers, key), answers.doubtful.get(key, ())) for key in _SHOWN},
    )


def _filled(key: str, values: tuple[str, ...], doubtful: tuple[str, ...]) -> str:
    """The line of a key, and above it the values that are only proposed."""
    line = f"{key} = {_list(values)}" if values else _SHOWN[key]
    if not doubtful:
        return line
    return f"# Your site may say that these belong here, too: {', '.join(map(_text, doubtful))}\n{line}"


def _common_word(answers: Answers) -> str:
    line = "common_word = true" if answers.common_word else "# common_word = false"
    if not answers.sense:
        return line
    told = "Set because" if answers.common_word else "Perhaps true:"
    reason = "".join(each if each.isprintable() else " " for each in answers.sense)
    return f"# {told} {reason}.\n{line}"


def _text(value: str) -> str:
    """A TOML basic string: as in JSON, but for DEL, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: tuple[str, ...]) -> str:
    if len(values) < 2:
        return f"[{''.join(map(_text, values))}]"
    return "[\n" + "".join(f"    {_text(value)},\n" for value in values) + "]"
