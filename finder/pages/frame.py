"""What an open element hands down to what it holds, while a page is read."""

from __future__ import annotations


class Setting:
    """What holds for all text inside an element; shared by all elements in it that change nothing of it."""

    __slots__ = ("anchor", "bold", "hidden", "in_pager", "level", "silent", "zone")

    def __init__(self, outer: Setting | None = None) -> None:
        if outer is None:
            self.zone, self.level, self.anchor = 0, 0, -1
            self.hidden = self.silent = self.bold = self.in_pager = False
            return
        self.zone = outer.zone
        self.level = outer.level
        self.anchor = outer.anchor
        self.hidden = outer.hidden
        self.silent = outer.silent
        self.bold = outer.bold
        self.in_pager = outer.in_pager


class Frame:
    """An open element. Elements that change nothing have none: their content belongs to the next outer one.

    ``box`` and ``item`` are the innermost of the outline that it stands in or is itself, ``quote`` is the one
    that it is or -1, and ``headings`` what to go back to behind it.
    """

    __slots__ = ("box", "headings", "item", "outer", "quote", "setting", "tag")

    def __init__(self, tag: str, outer: Frame | None, setting: Setting, box: int, item: int) -> None:
        self.tag = tag
        self.outer = outer
        self.setting = setting
        self.box = box
        self.item = item
        self.quote = -1
        self.headings: tuple[list[str], str] | None = None

    def changed_setting(self) -> Setting:
        """Its setting, to be changed: from now on one of its own."""
        if self.outer is not None and self.setting is self.outer.setting:
            self.setting = Setting(self.setting)
        return self.setting
