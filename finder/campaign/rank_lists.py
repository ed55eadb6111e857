"""Whether the lists of ranks that a campaign names can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.ranks import RankFileError, examine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.campaign.model import Campaign


def faulty_rank_lists(campaign: Campaign) -> Iterator[tuple[int, str]]:
    """Which of ``sources.ranks`` cannot be used, each with the reason in words."""
    for index, name in enumerate(campaign.sources.ranks):
        path = campaign.path(name)
        try:
            examine(path)
        except FileNotFoundError:
            yield index, f"file not found: {path}"
        except IsADirectoryError:
            yield index, f"is a folder: {path}"
        except OSError as error:
            yield index, f"cannot be read ({error.strerror}): {path}"
        except RankFileError as error:
            yield index, f"{path}: {error}"
