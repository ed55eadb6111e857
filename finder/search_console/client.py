"""Google's own client for Search Console: the only place that knows it.

Needs the extra ``gsc``. The user's credentials are read from their file and handed to Google's client; they
are kept nowhere else, and no message says anything of them but the address of the account.
"""

from __future__ import annotations

import json
import logging
import time
from collections import deque
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final

import google_auth_httplib2
import httplib2
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.oauth2 import credentials as user_account
from google.oauth2 import service_account
from googleapiclient import discovery, errors

from finder.search_console.answers import ROWS_AT_ONCE
from finder.search_console.problems import NetworkError, PageError, QuotaError, SearchConsoleError
from finder.search_console.property import add_user

if TYPE_CHECKING:
    from pathlib import Path

SCOPE: Final = "https://www.googleapis.com/auth/webmasters.readonly"
_LARGEST_FILE: Final = 1_000_000
_INSPECTIONS_A_MINUTE: Final = 600
_MINUTE: Final = 60.0
_QUOTA_REASONS: Final = frozenset(
    {
        "quotaexceeded",
        "dailylimitexceeded",
        "ratelimitexceeded",
        "userratelimitexceeded",
        "resource_exhausted",
    }
)
_SWITCHED_OFF: Final = frozenset({"accessnotconfigured", "service_disabled"})
_MAKE_NEW: Final = "make a new key of the service account in the Google Cloud console and name that file"
_LATER: Final = "go on in a quarter of an hour, or tomorrow if it is said again then"
_TOMORROW: Final = "go on after midnight in California (07:00 or 08:00 UTC), when the day's quota begins anew"


@dataclass(frozen=True, slots=True)
class Service:
    """Where Google is reached, if not at its own address, and how often it is asked again after an error."""

    endpoint: str = ""
    retries: int = 3
    timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class Account:
    """Credentials, and whose they are in words: what has to be added as a user of the property."""

    credentials: Any
    who: str


def read_account(file: Path) -> Account:
    """The account of a service account's key or an authorized-user file.

    Raises :class:`SearchConsoleError`, whose text says nothing of what is in the file.
    """
    said = _json_of(file)
    kind = said.get("type")
    if kind == "service_account":
        return _service_account(file, said)
    if kind == "authorized_user":
        return _user(file, said)
    if "installed" in said or "web" in said:
        raise SearchConsoleError(
            f"{file} is the secret of an OAuth client, which opens nothing by itself; make a key of a "
            "service account, or sign in with it and name the authorized-user file that this gives"
        )
    raise SearchConsoleError(
        f"{file} is neither a service account's key nor an authorized-user file; docs/backlinks.md says how "
        "to get one"
    )


def _json_of(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            said = json.loads(stream.read(_LARGEST_FILE))
    except OSError as error:
        raise SearchConsoleError(f"{file} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        # Not from the error, which may show what is in the file.
        raise SearchConsoleError(f"{file} is no JSON file of credentials; download it again")
    return said


def _service_account(file: Path, said: dict[str, Any]) -> Account:
    try:
        made = service_account.Credentials.from_service_account_info(said, scopes=[SCOPE])
    except (GoogleAuthError, ValueError, TypeError, AttributeError):
        raise SearchConsoleError(f"{file} is not a whole service account's key; {_MAKE_NEW}") from None
    return Account(made, str(made.service_account_email))


def _user(file: Path, said: dict[str, Any]) -> Account:
    try:
        made = user_account.Credentials.from_authorized_user_info(said, scopes=[SCOPE])
    except (GoogleAuthError, ValueError, TypeError, AttributeError):
        raise SearchConsoleError(f"{file} is not a whole authorized-user file; sign in again") from None
    return Account(made, "the account that signed in")


class Client:
    """What Search Console answers. All methods raise :class:`SearchConsoleError` and its kinds.

    Google's client itself asks again after errors of the server or the network, waiting longer each time.
    """

    def __init__(self, account: Account, service: Service) -> None:
        # It tells of each try, with the addresses.
        logging.getLogger("googleapiclient").setLevel(logging.CRITICAL)
        self._who = account.who
        self._retries = service.retries
        self._asked: deque[float] = deque(maxlen=_INSPECTIONS_A_MINUTE)
        self._http = google_auth_httplib2.AuthorizedHttp(
            account.credentials, http=httplib2.Http(timeout=service.timeout)
        )
        options = {"api_endpoint": service.endpoint} if service.endpoint else None
        try:
            self._api = discovery.build(
                "searchconsole", "v1", http=self._http, client_options=options, static_discovery=True
            )
        except (errors.Error, GoogleAuthError, ValueError) as error:
            raise SearchConsoleError(
                f"Google's client cannot work with these credentials: {error}"
            ) from error

    def close(self) -> None:
        self._http.close()

    def sites(self) -> Any:
        """The properties that the account knows, as Google lists them."""
        return self._ask(self._api.sites().list(), "the list of properties", _LATER)

    def search_analytics(self, name: str, start: str, end: str, first: int) -> Any:
        """Clicks and impressions per page from ``start`` to ``end``, from row number ``first`` on."""
        body = {
            "startDate": start,
            "endDate": end,
            "dimensions": ["PAGE"],
            "rowLimit": ROWS_AT_ONCE,
            "startRow": first,
        }
        return self._ask(self._api.searchanalytics().query(siteUrl=name, body=body), name, _LATER)

    def inspect(self, name: str, page: str) -> Any:
        """What Google's index knows of a page in the property.

        Raises :class:`PageError` when this is not told of the page alone.
        """
        self._keep_pace()
        body = {"inspectionUrl": page, "siteUrl": name, "languageCode": "en-US"}
        return self._ask(self._api.urlInspection().index().inspect(body=body), name, _TOMORROW)

    def _keep_pace(self) -> None:
        if len(self._asked) == _INSPECTIONS_A_MINUTE:
            time.sleep(max(0.0, self._asked[0] + _MINUTE - time.monotonic()))
        self._asked.append(time.monotonic())

    def _ask(self, request: Any, what: str, go_on: str) -> Any:
        try:
            answer = request.execute(num_retries=self._retries)
        except errors.HttpError as error:
            raise self._problem(error, what, go_on) from error
        except RefreshError as error:
            if error.retryable:
                raise NetworkError("Google's server for signing in does not answer") from error
            raise SearchConsoleError(_not_accepted(self._who)) from error
        except (TransportError, httplib2.error.HttpLib2Error, HTTPException, OSError) as error:
            raise NetworkError(f"Google cannot be reached ({_cause(error)})") from error
        except (errors.Error, GoogleAuthError, ValueError, RecursionError) as error:
            raise SearchConsoleError(f"Google's answer about {what} cannot be read") from error
        if not isinstance(answer, dict):
            raise SearchConsoleError(f"Google's answer about {what} is none of Search Console's")
        return answer

    def _problem(self, error: Any, what: str, go_on: str) -> SearchConsoleError:
        status, said = int(error.resp.status), _Said(error.content)
        if status == 429 or (status == 403 and said.reasons & _QUOTA_REASONS):
            return QuotaError(f"Google's quota for {what} is used up; {go_on}")
        if status >= 500:
            return SearchConsoleError(
                f"Google's server answers {status}, however often it is asked; run the command again later"
            )
        if status == 403 and said.reasons & _SWITCHED_OFF:
            return SearchConsoleError(
                "the Search Console API is not switched on in the Cloud project of the credentials; switch "
                "it on in the Google Cloud console (APIs & Services), wait a few minutes and try again"
            )
        if status == 401:
            return SearchConsoleError(_not_accepted(self._who))
        if status == 403:
            return SearchConsoleError(f"{what} may not be read with these credentials; {add_user(self._who)}")
        if status == 404:
            return SearchConsoleError(f"Google knows no {what}; {add_user(self._who)}")
        return PageError(f"Google answers {status}{': ' if said.message else ''}{said.message}")


class _Said:
    """What the body of an error says: reasons in lower case, and a message."""

    def __init__(self, content: Any) -> None:
        try:
            error = json.loads(content)["error"]
        except (ValueError, TypeError, KeyError, RecursionError):
            error = None
        error = error if isinstance(error, dict) else {}
        parts = [error, *(part for name in ("errors", "details") for part in _list(error.get(name)))]
        named = (part.get(name) for part in parts if isinstance(part, dict) for name in ("reason", "status"))
        self.reasons = frozenset(each.lower() for each in named if isinstance(each, str))
        message = error.get("message")
        self.message = message[:200] if isinstance(message, str) else ""


def _not_accepted(who: str) -> str:
    return (
        f"Google does not accept the credentials of {who}; the key may have been deleted, the consent "
        "withdrawn or given for something else than reading Search Console: make a new file"
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _cause(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:200]
