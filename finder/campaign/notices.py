"""``[notify]`` and ``[expect]``: who is told what came of a task, and when a run is unhealthy."""

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator

from finder.campaign.table import Table
from finder.campaign.values import CountOrNone, Share, Text

_VARIABLE: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)?")


def _variable(name: str) -> str:
    # What was given may be an address, so it is not said.
    if not _VARIABLE.fullmatch(name):
        raise ValueError('must be the name of an environment variable that holds addresses: "NOTIFY_URLS"')
    return name


class Notify(Table):
    """Where notices go: what the environment variable ``urls_env`` and the file ``urls_file`` hold.

    The addresses are secrets, so they are never in the campaign file. ``when``: after every task, when there
    is news (or trouble), or only when there is trouble.
    """

    urls_env: Annotated[str, AfterValidator(_variable)] = ""
    urls_file: Text | None = None
    when: Literal["always", "news", "trouble"] = "news"

    def __bool__(self) -> bool:
        """Whether anybody is told."""
        return bool(self.urls_env or self.urls_file)


class Expect(Table):
    """What a run must come to: source pages at least, shares of uncertain looks and failed pages at most."""

    source_pages: CountOrNone = 0
    uncertain: Share = 1.0
    errors: Share = 1.0
