"""The `finder` command: one file per command, loaded when it is called."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from finder import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

EXIT_PROBLEM: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130
EXIT_NOBODY_READS: Final = 141
# Loading makes a hundred thousand objects and no garbage, and a crawl makes little in cycles: to look for it
# after every 700 new objects, as Python does, takes a tenth of the time of a small crawl.
_GARBAGE: Final = (50_000, 20, 20)

# In the order in which a newcomer needs them: name, module, function.
COMMANDS: Final = (
    ("init", "finder.cli.init", "init_command"),
    ("check", "finder.cli.check", "check_command"),
    ("doctor", "finder.cli.doctor", "doctor_command"),
    ("crawl", "finder.cli.crawl", "crawl_command"),
    ("leads", "finder.cli.leads", "leads_command"),
    ("show", "finder.cli.show", "show_command"),
    ("contacts", "finder.cli.contacts", "contacts_command"),
    ("lead", "finder.cli.lead", "lead_group"),
    ("import", "finder.cli.backlinks_import", "import_command"),
    ("archive", "finder.cli.archive", "archive_command"),
    ("search-console", "finder.cli.search_console", "search_console_command"),
    ("verify", "finder.cli.verify", "verify_command"),
    ("backlinks", "finder.cli.backlinks", "backlinks_command"),
    ("export", "finder.cli.export", "export_command"),
    ("report", "finder.cli.report", "report_command"),
    ("drafts", "finder.cli.drafts", "drafts_command"),
    ("suppress", "finder.cli.suppress", "suppress_group"),
    ("forget", "finder.cli.forget", "forget_command"),
    ("gaps", "finder.cli.gaps", "gaps_command"),
    ("redirects", "finder.cli.redirects", "redirects_command"),
    ("status", "finder.cli.status", "status_command"),
    ("runs", "finder.cli.runs", "runs_command"),
    ("schedule", "finder.cli.schedule", "schedule_group"),
    ("targets", "finder.cli.targets", "targets_command"),
    ("explain", "finder.cli.explain", "explain_command"),
    ("page", "finder.cli.page", "page_command"),
    ("matching", "finder.cli.matching", "matching_group"),
)

# The first sentence of each command's own help, so that nobody has to load them all to read the list.
SUMMARIES: Final = {
    "init": "Write a campaign FILE (default campaign.toml) with every key explained.",
    "check": "Say what is wrong with a campaign FILE, without any request.",
    "doctor": "See what finder needs on this machine: what is there, what is missing, and what mends it.",
    "crawl": "Crawl a campaign: read its source pages, look at every target, keep leads in the database.",
    "leads": "See the leads of a CAMPAIGN, best first.",
    "show": "Show all that is known of a LEAD (its id in `finder leads`): why, since when, seen how, what "
    "to offer.",
    "contacts": "See the contacts of prospects: every address with the page that has it and how it stands "
    "there.",
    "lead": "Work with leads: say where each stands, who has it, when to look again.",
    "import": "Take in backlinks from FILEs that Ahrefs, Semrush, Moz, Search Console and others export.",
    "archive": "Go through web archives (WARC) for pages that name you, or link to dead targets or "
    "to rivals.",
    "search-console": "Ask Google Search Console for pages that link to yours, and for clicks, by its API.",
    "verify": "Look at the leads of a CAMPAIGN again: is the reason to write still there, and what came of "
    "writing?",
    "backlinks": "See the profile of the links to a CAMPAIGN's sites: who sees them, what is live, "
    "what they are like.",
    "export": "Write the leads of a CAMPAIGN to a file, a row each.",
    "report": "Write how a CAMPAIGN stands as one HTML file: what changed, leads, prospects, verdicts, "
    "backlinks, the crawl.",
    "drafts": "Write a message about each lead of a CAMPAIGN as an .eml file, for you to read, change and "
    "send.",
    "suppress": "Keep a list of whom never to write to: addresses, domains, patterns.",
    "forget": "Remove an e-mail ADDRESS, or all of a DOMAIN, from every campaign of the database, for good.",
    "gaps": "See what to write next for a CAMPAIGN: dead targets that no page of yours fits, by topic.",
    "redirects": "Print redirects for the server of a CAMPAIGN: from its dead pages that others link to.",
    "status": "See how far the crawl of a CAMPAIGN is, what it looked at and what came of it.",
    "runs": "See the runs of a CAMPAIGN, the newest first: what became of each, where, and how far it came.",
    "schedule": "Run the tasks of a CAMPAIGN when they are due: on Scrapyd nodes, or on this machine.",
    "targets": "See the targets of a CAMPAIGN: every address that links lead to, with its verdict and why.",
    "explain": "Look at URL now, as a crawl would, and say what was seen, which check answered and why.",
    "page": "Read PAGE (an address or a saved HTML file) now, and say what finder sees of the CAMPAIGN's "
    "brands.",
    "matching": "Which of your pages fits: learn it from your own leads.",
}


class _NobodyReads(Exception):  # noqa: N818 - ends the process, is no error
    """The reader of our output (head, less) has seen enough. click would end as after a failure."""


class _Commands(click.Group):
    """The listed commands, each imported only when it is asked for."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """See :class:`click.Group`."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [name for name, _, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        for name, module, function in COMMANDS:
            if name == cmd_name:
                with _ended_by_ctrl_c():
                    command: click.Command = getattr(import_module(module), function)
                return command
        return None

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """See :class:`click.Command`. Here --help and --version are printed."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError as error:
            raise _NobodyReads from error

    def invoke(self, ctx: click.Context) -> object:
        """See :class:`click.Group`."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _NobodyReads from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, and says what there is when the name is unknown."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            names = ", ".join(self.list_commands(ctx))
            raise click.UsageError(f"{error.message} The commands are {names}.", ctx) from error


@contextlib.contextmanager
def _ended_by_ctrl_c() -> Iterator[None]:
    """While modules are loaded Ctrl-C ends the process at once, where it is heard at all.

    Nothing was begun yet, and as an exception it would come up inside of libraries: one that builds something
    in compiled code makes an error of its own out of it, and a callback of the import system drops it.
    """

    def end(_number: int, _frame: object) -> None:
        click.echo("Stopped.", err=True)
        os._exit(EXIT_INTERRUPTED)

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="finder")
def cli() -> None:
    """Find honest reasons to ask for a link: broken outbound links and unlinked mentions, as leads.

    \b
    finder init acme.toml        write a campaign file by answering a few questions
    finder crawl acme.toml       look at the pages, keep what was found
    finder leads acme.toml       see the leads
    finder export acme.toml      write them as CSV
    """


def main(command: click.Command = cli) -> None:
    """The console script. Problems of the user's files and database are one line each and exit code 1."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "finder.settings")
    gc.set_threshold(*_GARBAGE)
    _open_what_is_closed()
    try:
        sys.exit(command.main(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except _NobodyReads:
        _print_no_more()
        sys.exit(EXIT_NOBODY_READS)
    except OSError as error:
        if not _is_of_an_output(error):
            raise
        _print_no_more()
        click.echo(f"finder: the output cannot be written: {error.strerror}", err=True)
        sys.exit(EXIT_PROBLEM)
    except UnicodeEncodeError as error:
        _refuse_unreadable(error)
    except Exception as error:
        if not _is_the_users(error):
            raise
        click.echo(f"finder: {error}", err=True)
        sys.exit(EXIT_PROBLEM)


def _open_what_is_closed() -> None:
    """Standard streams that whoever started us has closed (``>&-``) lead nowhere.

    Else Python has none of them, and the next file that is opened, such as the database, gets its number.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _print_no_more() -> None:
    """What is left to print goes nowhere, else Python tries again at its end and complains."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse_unreadable(error: UnicodeEncodeError) -> NoReturn:
    """End as wrong usage where an argument is no text, else raise the error again.

    Python reads bytes that are no text as lone surrogates. In the name of a file they are all right.
    """
    for word in sys.argv[1:]:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            click.echo(f'finder: "{word}" is not text in UTF-8; write it so, or set LC_ALL=C.UTF-8', err=True)
            sys.exit(EXIT_USAGE)
    raise error


def _is_of_an_output(error: OSError) -> bool:
    """Whether a line could not be printed. Files say their name, and those that we write are told by it."""
    return error.filename is None and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def _is_the_users(error: Exception) -> bool:
    """Whether an error says what is wrong with a file or a database, in words for who can mend it."""
    # Imported here, so that the command is there at once and a signal in its first moments is taken well.
    from finder.campaign import CampaignError
    from finder.storage import StorageError

    return isinstance(error, (CampaignError, StorageError))
