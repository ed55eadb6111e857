"""Requests as JSON, and what others may have written in their place."""

import json

import pytest
from scrapy import FormRequest, Request, Spider
from scrapy.http import Response

from finder.waiting_request import from_json, to_json


class OfTheTest(Spider):
    def parse_list(self, response: Response, number: int) -> None: ...

    def failed(self, failure: object) -> None: ...


def test_a_request_waits_as_it_is_and_runs_nothing_that_others_wrote() -> None:
    spider = OfTheTest(name="test")
    request = FormRequest(
        "http://a.example/?q=1",
        formdata={"name": "ä"},
        headers={"X-Twice": [b"one", b"\xe9"]},
        cookies={"session": "1"},
        meta={"depth": 2},
        cb_kwargs={"number": 3},
        callback=spider.parse_list,
        errback=spider.failed,
        dont_filter=True,
    )
    read = from_json(to_json(request, spider), spider)
    assert type(read) is Request
    assert read.to_dict(spider=spider) == {
        name: value for name, value in request.to_dict(spider=spider).items() if name != "_class"
    }
    with pytest.raises(ValueError, match=r"http://a\.example/ cannot wait outside the process, keep to JSON"):
        to_json(Request("http://a.example/", meta={"response": object()}), spider)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("callback", "__init__", "'__init__' is no callback of test"),
        ("callback", "update_settings", "is no callback of test"),
        ("callback", "logger", "is no callback of test"),
        ("errback", "missing", "'missing' is no callback of test"),
        ("callback", ["parse"], "is no callback of test"),
        ("body", "no base64!", "base64"),
        ("headers", [], "no request"),
        ("url", 7, "no request"),
        ("url", "nowhere", "Missing scheme"),
        ("cb_kwargs", 7, "no request"),
        ("encoding", "nonesuch", "no request: LookupError"),
        ("encoding", "rot13", "no request: LookupError"),
        ("encoding", "base64", "no request: LookupError"),
        ("encoding", 7, "no request"),
    ],
)
def test_what_is_no_request_is_refused(field: str, value: object, problem: str) -> None:
    spider = OfTheTest(name="test")
    fields = json.loads(to_json(Request("http://a.example/"), spider))
    with pytest.raises(ValueError, match=problem):
        from_json(json.dumps(fields | {field: value}), spider)


def test_a_class_that_others_name_is_not_looked_at() -> None:
    spider = OfTheTest(name="test")
    fields = json.loads(to_json(Request("http://a.example/"), spider))
    read = from_json(json.dumps(fields | {"_class": "subprocess.Popen", "args": ["true"]}), spider)
    assert type(read) is Request


@pytest.mark.parametrize("text", ["", "[]", "7", "null", "{}", "[" * 100_000, b"\x80\x04N."])
def test_what_is_not_even_a_table_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the JSON reader
        from_json(text, OfTheTest(name="test"))
