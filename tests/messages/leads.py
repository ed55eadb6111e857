"""Lead records for the tests of messages, with all that a lead can have."""

from __future__ import annotations

from typing import Any, Final

from finder.messages.facts import Sender

SENDER: Final = Sender(
    "Jane Acme", "jane@acme.example", "Editor", "Acme Garden Tools", "https://acme.example/", "1 Rake Lane"
)
PLAIN_SENDER: Final = Sender("Jane Acme", "", "", "Acme Garden Tools", "https://acme.example/")
KINDS: Final = (
    *("broken_link", "unlinked_mention", "mention_wrong_link", "image_without_credit", "lost_link"),
    *("broken_backlink", "link_intersect"),
)
REASONS: Final = {
    "broken_link": ("not_found", "no_such_host", "for_sale", "redirect_to_home", "timeout"),
    "unlinked_mention": ("named_without_link", "named_inside_link"),
    "mention_wrong_link": ("named_with_other_link", "named_with_profile_link", "our_page_is_dead"),
    "image_without_credit": ("image_without_link",),
    "lost_link": ("link_removed", "page_gone"),
    "broken_backlink": ("not_found", "redirect_to_home"),
    "link_intersect": ("rivals_linked", "rivals_in_list", "rivals_across_site"),
}
OFFER: Final = {"replacement_url": "https://acme.example/rakes", "replacement_title": "All rakes"}


def full_lead(kind: str = "broken_link", **more: Any) -> dict[str, Any]:
    """A lead of a kind with everything that a lead of that kind has, and a page of ours to offer."""
    about = {
        "broken_link": {"dead_url": "https://rakes.example/old", "dead_since": "2026-10-01T00:00:00Z"},
        "unlinked_mention": {"brand": "Acme", "mentions": 2},
        "mention_wrong_link": {"brand": "Acme", "mentions": 1, "linked_url": "https://shop.example/acme"},
        "image_without_credit": {"image_url": "https://acme.example/rake.jpg"},
        "lost_link": {"linked_url": "https://acme.example/rakes"},
        "broken_backlink": {
            "dead_url": "https://acme.example/old-rakes",
            "dead_since": "2026-10-01T00:00:00Z",
        },
        "link_intersect": {"linked_url": "https://hoes.example/", "rivals": "hoes.example, spades.example"},
    }
    return {
        "lead_id": 17,
        "kind": kind,
        "status": "new",
        "score": 70,
        "reason": REASONS[kind][0],
        "page_url": "https://garden.example/tools",
        "page_title": "Good tools",
        "page_language": "en",
        "prospect": "garden.example",
        "anchor": "Rakes of old",
        "context": "We like [[Acme]] for rakes." if "brand" in about[kind] else "See Rakes of old.",
        "heading": "Rakes",
        "placement": "main",
        "seen_at": "2026-11-23T05:11:00Z",
        "contacted_at": "2026-12-01T09:00:00Z",
        "contact_name": "Ada Gardener",
        "contact_email": "ada.gardener@garden.example",
        "contact_type": "personal",
        "suppressed": "",
        **about[kind],
        **OFFER,
        **more,
    }
