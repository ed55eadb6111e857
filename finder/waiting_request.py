"""A request of Scrapy's as JSON, for where it waits outside the process.

Others may be able to write there, so reading it must run nothing that it names: no classes, no pickle, and
callbacks only by the name of a method that the spider itself has.
"""

from __future__ import annotations

import base64
import inspect
import json
from typing import TYPE_CHECKING, Any, Final

from scrapy import Spider
from scrapy.utils.request import request_from_dict

if TYPE_CHECKING:
    from scrapy import Request

# Of the methods that every spider has, those that take a response.
_CALLBACKS: Final = ("parse", "_parse")


def to_json(request: Request, spider: Spider) -> str:
    """The request as JSON; one of a class of its own (a form's) becomes a plain one that sends the same.

    Raises ValueError where something of it is no JSON, or a callback is no method of the spider.
    """
    fields = request.to_dict(spider=spider)
    fields.pop("_class", None)
    fields["body"] = base64.b64encode(request.body).decode("ascii")
    fields["headers"] = {
        name.decode("latin-1"): [value.decode("latin-1") for value in request.headers.getlist(name)]
        for name in request.headers
    }
    try:
        return json.dumps(fields)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{request.url} cannot wait outside the process, keep to JSON: {error}") from error


def from_json(text: str | bytes, spider: Spider) -> Request:
    """The request that :func:`to_json` wrote. Raises ValueError for anything else."""
    try:
        fields = json.loads(text)
        for role in ("callback", "errback"):
            if fields.get(role) is not None and not _takes_responses(spider, fields[role]):
                raise ValueError(f"{fields[role]!r} is no callback of {spider.name}")
        fields["body"] = base64.b64decode(fields["body"], validate=True)
        fields["headers"] = {
            name.encode("latin-1"): [value.encode("latin-1") for value in values]
            for name, values in fields["headers"].items()
        }
        fields.pop("_class", None)
        return request_from_dict(fields, spider=spider)
    # LookupError: also an encoding that is none, or none of text.
    except (AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError(f"no request: {error!r}") from error


def _takes_responses(spider: Spider, name: Any) -> bool:
    """Whether a name is that of a method which the spider's own classes have, or of ``parse``."""
    if not isinstance(name, str) or (hasattr(Spider, name) and name not in _CALLBACKS):
        return False
    return inspect.isfunction(inspect.getattr_static(type(spider), name, None))
