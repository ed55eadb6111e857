"""Settings that cannot work are named before a crawl begins."""

import pytest
from scrapy.settings import Settings

from finder.network import SettingsError, check_settings


def checked(**given: object) -> None:
    """Check the shipped settings with some changed."""
    settings = Settings()
    settings.setmodule("finder.settings")
    settings.update(given)
    check_settings(settings)


def test_the_shipped_settings_and_their_bounds_are_fine() -> None:
    checked()
    checked(FINDER_DNS_SERVERS="192.0.2.1,192.0.2.1:53,2001:db8::1,[2001:db8::1]:53")
    checked(FINDER_PROXY="http://me:secret@proxy.example:3128", FINDER_CONTROL_HOSTS="example.com")
    checked(FINDER_HOST_DELAY="0", FINDER_MAX_REDIRECTS="0", FINDER_CONCURRENCY=1, FINDER_TIMEOUT="0.5")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("FINDER_CONCURRENCY", "0"),
        ("FINDER_CONCURRENCY", "1.5"),
        ("FINDER_HOST_CONCURRENCY", "-1"),
        ("FINDER_MAX_HOSTS", 0),
        ("FINDER_BACKLOG", "many"),
        ("FINDER_PAGE_MAX_BYTES", "0"),
        ("FINDER_TARGET_MAX_BYTES", ""),
        ("FINDER_HOST_DELAY", "-0.1"),
        ("FINDER_HOST_DELAY", "nan"),
        ("FINDER_LONGEST_WAIT", "inf"),
        ("FINDER_TIMEOUT", "0"),
        ("FINDER_MAX_REDIRECTS", "-1"),
        ("USER_AGENT", ""),
        ("USER_AGENT", "acme-bot\r\nX-Other: 1"),
        ("FINDER_ROBOTS_NAME", " "),
        ("FINDER_ARCHIVE_DELAY", "-1"),
        ("FINDER_CDX_URL", ""),
        ("FINDER_CDX_URL", "web.archive.org/cdx"),
        ("FINDER_REPLAY_URL", "ftp://web.archive.org/web"),
        ("FINDER_REPLAY_URL", "https://web.archive.org/web?x=1"),
        ("FINDER_CA_FILE", "/there/is/no/such.pem"),
        ("FINDER_CA_FILE", __file__),
        ("FINDER_DNS_SERVERS", "dns.example"),
        ("FINDER_DNS_SERVERS", "192.0.2.1:dns"),
        ("FINDER_CONTROL_HOSTS", "https://example.com"),
        ("FINDER_PROXY", "proxy.example:3128"),
        ("FINDER_PROXY", "socks5://proxy.example"),
        ("FINDER_PROXY", "http://"),
        ("FINDER_PROGRESS", "loud"),
    ],
)
def test_a_setting_that_cannot_work_is_named_in_one_line(setting: str, value: object) -> None:
    with pytest.raises(SettingsError, match=setting) as raised:
        checked(**{setting: value})
    assert "\n" not in str(raised.value)
