"""Ten spellings of one dead page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.kinds.names import coin
from tests.world.kinds.tongue import WRITING, capital

if TYPE_CHECKING:
    from tests.world.kinds.plot import Town
    from tests.world.kinds.tongue import Tongue


def spellings_of(town: Town) -> tuple[tuple[str, ...], list[tuple[Tongue, str, str, str]]]:
    """The spellings, and the links to them: language, address, anchor, sentence."""
    rng = town.rng
    place = town.fresh()
    place.furnish(rng)
    place.scheme = "https"
    folder, name, host = coin(rng), coin(rng), place.host
    page = f"{name}-caf%C3%A9-~{coin(rng)}.html"
    plain = page.replace("%C3%A9", "é")
    spellings = (
        f"https://{host}/{folder}/{page}",
        f"https://{host}/{folder}/{plain}",
        f"HTTPS://{host.upper()}/{folder}/{page}",
        f"https://{host}:443/{folder}/{page}",
        f"https://{host}/{folder}/./{page}",
        f"https://{host}/{folder}/{coin(rng)}/../{page}",
        f"https://{host}/{folder}/{page}?utm_source={coin(rng)}&utm_medium=email",
        f"https://{host}/{folder}/{page}#{coin(rng)}",
        f"https://{host}/{folder}/{page.replace('%C3%A9', '%c3%a9').replace('~', '%7E')}",
        f"https://{host}\\{folder}\\{page}",
    )
    links: list[tuple[Tongue, str, str, str]] = []
    for spelling in spellings:
        tongue = rng.choice(WRITING)
        subject = rng.choice(tuple(tongue.subjects.values()))
        anchor = capital(subject.name)
        context = tongue.say(
            rng, "contexts", X=anchor, A=subject.words[0], B=subject.words[1], S=subject.name
        )
        links.append((tongue, spelling, anchor, context))
    return spellings, links
