"""Sends notices to the addresses that a campaign names, by Apprise. The addresses are told to nobody else."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Final

from finder.notice import is_wanted, text, title
from finder.storage import StorageError
from finder.storage.queries.notices import notice_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from finder.campaign import Campaign
    from finder.storage import Database

NOT_INSTALLED: Final = 'notices need Apprise: pip install "finder[notify]"'
# What these say may hold an address.
_TALKATIVE: Final = ("apprise", "urllib3")
_LARGEST: Final = 1_000_000


class Notices:
    """Tells what came of tasks; ``file`` is the campaign file as a person names it.

    Nothing that goes wrong here is raised: ``say`` is told, a line each.
    """

    def __init__(self, campaign: Campaign, database: Database, file: str, say: Callable[[str], None]) -> None:
        self._campaign = campaign
        self._database = database
        self._file = file
        self._say = say

    def tell(self, campaign_id: int, task: str) -> None:
        """A task has ended: tell those who want to know."""
        if not self._campaign.notify:
            return
        try:
            notice = self._database.read(notice_of, campaign_id, task, self._campaign.expect)
            if not is_wanted(notice, self._campaign.notify.when):
                return
            urls = addresses(self._campaign)
        except (StorageError, ValueError) as error:
            self._say(f"nobody is told: {error}")
            return
        for problem in send(urls, title(self._campaign.name, notice), text(notice, self._file)):
            self._say(f"a notice was not sent: {problem}")


def addresses(campaign: Campaign) -> list[str]:
    """Where notices go: what is between white space; lines of the file that begin with # do not count.

    Raises ``ValueError`` with what is missing.
    """
    notify, found = campaign.notify, []
    if notify.urls_env:
        if not os.environ.get(notify.urls_env, "").strip():
            raise ValueError(f"notify.urls_env wants ${notify.urls_env}, which is not set")
        found += os.environ[notify.urls_env].split()
    if notify.urls_file:
        file = campaign.path(notify.urls_file)
        try:
            with file.open(encoding="utf-8-sig") as stream:
                lines = stream.read(_LARGEST).splitlines()
        except UnicodeDecodeError:
            raise ValueError(f"{file} is not UTF-8 text") from None
        except OSError as error:
            raise ValueError(f"{file} cannot be read: {error.strerror}") from error
        found += [word for line in lines if not line.lstrip().startswith("#") for word in line.split()]
    if not found:
        raise ValueError("no address for notices: name notify.urls_env or notify.urls_file")
    return list(dict.fromkeys(found))


def send(urls: list[str], heading: str, body: str) -> list[str]:
    """Send a text to every address; returns what went wrong, with the place of the address and not itself."""
    try:
        import apprise
    except ImportError:
        return [NOT_INSTALLED]
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    asset = apprise.AppriseAsset(app_id="finder", app_desc="finder", app_url="")
    problems = []
    for number, url in enumerate(urls, 1):
        which = f"address {number} of {len(urls)}"
        try:
            service = apprise.Apprise(asset=asset)
            if not service.add(url):
                problems.append(f"{which} is none that Apprise knows")
            elif not service.notify(body=body, title=heading, body_format=apprise.NotifyFormat.TEXT):
                problems.append(f"{which} did not take it")
        except Exception as error:  # a plugin for some service: whatever it raises, the task is done
            problems.append(f"{which} failed ({type(error).__name__})")
    return problems
