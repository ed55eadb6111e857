"""What outreach tools say of leads, written down: each row finds its lead or is refused."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, func, select

from finder.contacts import ContactKind
from finder.lifecycle import DEALT_WITH, WRITTEN_TO, Actor, Status, may_become, settled, status_of
from finder.returns import Faulty
from finder.returns.words import BOUNCED, UNSUBSCRIBED, WRONG_PERSON
from finder.storage import lifecycle, suppressing, suppressions
from finder.storage.queries.lead_records import ORGANISATION
from finder.storage.runs import now
from finder.storage.tables import contact, lead, lead_export, prospect
from finder.suppression import Rule, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.returns import Returned

_MOST_NAMED: Final = 5
_AFTER_WRITING: Final = DEALT_WITH | {Status.LOST}
# What is true of a person is so for every lead that was exported about them, whichever was written about.
_OF_A_PERSON: Final = frozenset({None, Status.CONTACTED, Status.REPLIED, Status.LOST})
_LONGEST_NOTE: Final = 10_000
_NO_ADDRESS: Final = (
    "unsubscribed, but neither the row nor the lead has an address, so nobody is suppressed; "
    "`finder suppress add DOMAIN` would"
)
_TOLD: Final = {BOUNCED: "the address bounced", WRONG_PERSON: "wrong person"}


class Taken(NamedTuple):
    """What became of the rows: how many changed something, changed nothing, and were refused.

    ``doubtful`` are taken, and something is to be said of them.
    """

    accepted: int
    unchanged: int
    refused: list[Faulty]
    doubtful: list[Faulty]


def take_in(
    connection: Connection,
    campaign_id: int,
    rows: Iterable[Returned | Faulty],
    profile: str,
    author: str,
    why: str,
    of_files: Sequence[Rule] = (),
    *,
    force: bool = False,
) -> Taken:
    """Write down what rows say of the leads of a campaign.

    A status only goes on, never back, unless forced. Addresses that bounced and those whose people
    unsubscribed are suppressed. ``profile``: the tool, by which leads were exported for it.
    """
    lifecycle.wake(connection, campaign_id, now()[:10])
    work = _Work(connection, campaign_id, profile, force=force)
    accepted, unchanged, refused = 0, 0, []
    for row in rows:
        try:
            if isinstance(row, Faulty):
                refused.append(row)
            elif work.take(row):
                accepted += 1
            else:
                unchanged += 1
        except ValueError as error:
            refused.append(Faulty(row.line, str(error)))
    lifecycle.change_each(connection, work.changes, author, why)
    if suppressions.add(connection, work.rules, author):
        suppressing.apply_everywhere(connection, campaign_id, of_files)
    return Taken(accepted, unchanged, refused, work.doubtful)


class _Work:
    """The leads of a campaign as they are and as the rows so far make them."""

    def __init__(self, connection: Connection, campaign_id: int, profile: str, *, force: bool) -> None:
        self._leads = Leads(connection, campaign_id, profile)
        self._lives = {row["id"]: dict(row) for row in lifecycle.lives(connection, list(self._leads.pages))}
        self._known = {rule[:2] for rule in suppressions.rules(connection)}
        self._force = force
        self._moment = now()
        self.changes: dict[int, dict[str, str | None]] = {}
        self.rules: list[Rule] = []
        self.doubtful: list[Faulty] = []

    def take(self, row: Returned) -> bool:
        """Whether a row says anything new. Raises ``ValueError`` if it fits no lead, or no saying which."""
        return sum(self._take_for(number, row) for number in self._leads.find(row)) > 0

    def _take_for(self, number: int, row: Returned) -> bool:
        life = self._lives[number]
        wanted = self._wanted(row, life)
        ruled = self._rule(row, number)
        differs = settled(life, wanted, self._moment)
        if differs:
            life |= differs
            self.changes.setdefault(number, {}).update(wanted)
        return bool(differs) or ruled

    def _wanted(self, row: Returned, life: dict[str, Any]) -> dict[str, str | None]:
        before = status_of(life["status"])
        wanted: dict[str, str | None] = dict(row.own)
        reason = wanted.pop("rejected_because", None)
        if row.status and (self._force or row.status in may_become(before, Actor.TOOL)):
            wanted["status"] = row.status.value
            # An earlier row may have said something else.
            wanted["rejected_because"] = (reason or "other") if row.status is Status.REJECTED else ""
        if not life["contacted_at"] and _tells_of_writing(row, before):
            if row.contacted_at:
                wanted["contacted_at"] = row.contacted_at
            elif wanted.get("status") not in WRITTEN_TO:  # a status that says so brings the moment itself
                wanted["contacted_at"] = self._moment
        told = [_TOLD[each] for each in sorted(row.effects & _TOLD.keys()) if _TOLD[each] not in life["note"]]
        if told:
            note = wanted.get("note") or life["note"]
            wanted["note"] = "; ".join(part for part in (note, *told) if part)[:_LONGEST_NOTE]
        return wanted

    def _rule(self, row: Returned, number: int) -> bool:
        """Whether nobody may write to the address of a row from now on."""
        if not row.effects & {BOUNCED, UNSUBSCRIBED}:
            return False
        address = row.email or self._leads.addresses.get(number, "")
        doubt = Faulty(row.line, _NO_ADDRESS)
        if not address and UNSUBSCRIBED in row.effects and doubt not in self.doubtful[-1:]:
            self.doubtful.append(doubt)
        rule = Rule(Sort.ADDRESS, address, UNSUBSCRIBED if UNSUBSCRIBED in row.effects else BOUNCED)
        if not address or rule[:2] in self._known:
            return False
        self._known.add(rule[:2])
        self.rules.append(rule)
        return True


def _is_about_a_person(row: Returned) -> bool:
    return row.status in _OF_A_PERSON and not row.own and bool(row.status or row.effects)


def _tells_of_writing(row: Returned, before: Status) -> bool:
    """Whether a row says that somebody was written to, and more than that a lead is what it is: one may have
    been won without a letter."""
    if row.effects - {BOUNCED}:
        return True
    return row.status in _AFTER_WRITING and bool(row.contacted_at or row.status != before)


class Leads:
    """The leads of a campaign by all that a row may say of one."""

    def __init__(self, connection: Connection, campaign_id: int, profile: str) -> None:
        self.pages: dict[int, str] = {}
        self.addresses: dict[int, str] = {}
        self._organisations: dict[int, int] = {}
        self._by: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._withdrawn: set[int] = set()
        self._of_a_template: set[int] = set()
        of_prospect: dict[int, set[int]] = defaultdict(set)
        for row in connection.execute(_keys(campaign_id)):
            self.pages[row.id] = row.page_url
            self._organisations[row.id] = row.organisation
            self._by["page_url", row.page_url].add(row.id)
            self._by["dead_url", row.dead_url].add(row.id)
            self._by["prospect", row.prospect].add(row.id)
            of_prospect[row.prospect_id].add(row.id)
            if row.withdrawn_at:
                self._withdrawn.add(row.id)
            if row.sitewide_of is not None:
                self._of_a_template.add(row.id)
            if row.address:
                self.addresses[row.id] = row.address.lower()
        for row in connection.execute(_addresses(campaign_id)):
            self._by["email", row.value].update(of_prospect[row.prospect_id])
        exported = select(lead_export.c.lead_id).join(lead).where(lead.c.campaign_id == campaign_id)
        mine = exported.where(lead_export.c.profile.startswith(profile, autoescape=True))
        self._exported = set(connection.execute(mine).scalars())
        self._exported_at_all = set(connection.execute(exported).scalars())

    def find(self, row: Returned) -> list[int]:
        """The lead that a row is about; several at one organisation if it only says how its people took it.

        Raises ``ValueError`` if there is none, or no saying which.
        """
        if row.lead_id is not None:
            return [self._numbered(row)]
        if row.page_url and ("page_url", row.page_url) not in self._by:
            raise ValueError(f"no lead is about the page {row.page_url[:200]}")
        fitting = self._fitting(row)
        if not fitting:
            raise ValueError(f"no lead fits {row.email or row.prospect or 'what it says'}")
        of_one = len({self._organisations[number] for number in fitting}) == 1
        all_exported = fitting <= self._exported_at_all
        if len(fitting) > 1 and not (of_one and all_exported and _is_about_a_person(row)):
            some = ", ".join(map(str, sorted(fitting)[:_MOST_NAMED]))
            more = ", …" if len(fitting) > _MOST_NAMED else ""
            raise ValueError(f"{len(fitting)} leads fit ({some}{more}); a column lead_id would tell which")
        return sorted(fitting)

    def _numbered(self, row: Returned) -> int:
        number = row.lead_id or 0
        if number not in self.pages:
            raise ValueError(f"no lead {number} in this campaign; is the file another campaign's?")
        if row.page_url and row.page_url != self.pages[number]:
            raise ValueError(
                f"lead {number} is about another page than {row.page_url[:200]}; is the table mixed up?"
            )
        theirs = self._get("email", row.email)
        if theirs and number not in theirs:
            raise ValueError(
                f"{row.email} is an address of other leads than {number}; is the table mixed up, or are "
                "these ids the tool's own?"
            )
        return number

    def _fitting(self, row: Returned) -> set[int]:
        """Narrowed by each key in turn that says anything of those that are left."""
        links = (self._get(key, link) for link in row.links for key in ("page_url", "dead_url"))
        keys = [self._get(key, getattr(row, key)) for key in ("page_url", "dead_url", "email", "prospect")]
        found: set[int] = set()
        for some in (*keys, set().union(*links)):
            found = (found & some or found) if found else some
        if row.no_dead_url and len(found) > 1:
            found = found & self._by["dead_url", ""] or found
        for likelier in (
            found & self._exported,
            # The columns did not tell the tool: it has no lead that was not exported.
            found & self._exported_at_all,
            found - self._withdrawn,
            # Of a link in the template of a site one lead is written about.
            found - self._of_a_template,
        ):
            found = found & likelier or found
        return found

    def _get(self, key: str, value: str) -> set[int]:
        return self._by.get((key, value), set()) if value else set()


def _keys(campaign_id: int) -> Any:
    return (
        select(
            lead.c.id,
            lead.c.prospect_id,
            lead.c.page_url,
            lead.c.dead_url,
            lead.c.withdrawn_at,
            lead.c.sitewide_of,
            prospect.c.name.label("prospect"),
            ORGANISATION.label("organisation"),
            contact.c.value.label("address"),
        )
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .outerjoin(contact, contact.c.id == lead.c.contact_id)
        .where(lead.c.campaign_id == campaign_id)
    )


def _addresses(campaign_id: int) -> Any:
    query = select(func.lower(contact.c.value).label("value"), contact.c.prospect_id).join(prospect)
    return query.where(prospect.c.campaign_id == campaign_id, contact.c.kind == ContactKind.EMAIL.value)
