"""Who writes about leads, in which language, and where the user's own templates are."""

from typing import Annotated, Final

from pydantic import AfterValidator

from finder.campaign.table import Table
from finder.campaign.values import Text, Url
from finder.messages.plain import mailbox

_EXAMPLE: Final = "jane@acme.example"


def _known_address(text: str) -> str:
    if not mailbox(text):
        raise ValueError(f'is no e-mail address; write it like "{_EXAMPLE}"')
    return text.strip()


def _known_language(text: str) -> str:
    if not (text.isascii() and text.isalpha() and text.islower() and len(text) in (2, 3)):
        raise ValueError('must be a language of two or three letters, such as "en"')
    return text


Address = Annotated[str, AfterValidator(_known_address)]
LanguageName = Annotated[str, AfterValidator(_known_language)]


class Messages(Table):
    """Who writes about leads, and how. Nothing of it is sent: finder only makes drafts.

    ``folder`` has the user's templates, a folder for each language in it. ``language`` is for pages whose
    own is none of ``languages`` (none named: any that there are templates for).
    """

    folder: Text = "messages"
    language: LanguageName = "en"
    languages: tuple[LanguageName, ...] = ()
    sender_name: Text | None = None
    sender_email: Address | None = None
    sender_role: Text | None = None
    site_name: Text | None = None
    site_url: Url | None = None
    signature: Text | None = None
