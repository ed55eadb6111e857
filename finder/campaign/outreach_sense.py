"""Whether what a campaign says of writing to people makes sense: rules, weights, profiles, templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.campaign.judgement import BAD_LINES_SHOWN, Judgement, unreadable
from finder.campaign.messages import Messages
from finder.campaign.outreach import suppression_lines
from finder.campaign.profiles import faults
from finder.messages.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from finder.campaign.positions import KeyPath


def _suppressions(judgement: Judgement) -> None:
    """A line that is not understood is an error: somebody would be written to who must not be."""
    for index, name in enumerate(judgement.campaign.outreach.suppress):
        key: KeyPath = ("outreach", "suppress", index)
        file = judgement.campaign.path(name)
        try:
            bad = [line for line in suppression_lines(file) if line.fault]
        except (OSError, ValueError) as error:
            judgement.error(key, f"{unreadable(error)}: {file}")
        else:
            for line in bad[:BAD_LINES_SHOWN]:
                judgement.error(key, f"line {line.line} of {file}: {line.fault}")


def _scoring(judgement: Judgement) -> None:
    weights = judgement.campaign.scoring.model_dump()
    if not any(weights.values()):
        judgement.error(("scoring",), "all weights are 0, so every lead would get the same score")


def _profiles(judgement: Judgement) -> None:
    for key, said in faults(judgement.campaign.profiles):
        judgement.error(("profiles", *key), said)


def _messages(judgement: Judgement) -> None:
    said = judgement.campaign.messages
    folder = judgement.campaign.path(said.folder)
    if said.folder != Messages().folder and not folder.is_dir():
        judgement.error(("messages", "folder"), f"there is no such folder: {folder}")
    for key, languages in (("language", (said.language,)), ("languages", said.languages)):
        for language in languages:
            if language not in LANGUAGES and not (folder / language).is_dir():
                mend = f"finder has {', '.join(LANGUAGES)}; put your own into {folder / language}"
                judgement.error(("messages", key), f'there are no templates in "{language}": {mend}')
    if folder.is_dir():
        # Only here, since the reader of templates takes a while to load and most campaigns bring none.
        from finder.messages.faults import faults_in

        for fault in faults_in(folder):
            judgement.in_template(fault.path, fault.line, fault.reason)


OUTREACH_STEPS: Final[tuple[Callable[[Judgement], None], ...]] = (
    _suppressions,
    _scoring,
    _profiles,
    _messages,
)
