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

    ``box`` and ``item`` are the innermost of the outline that it stands in or is itself; ``headings`` and
    ``quote`` are there for the few elements that have something to do with them.
    """

    __slots__ = ("box", "headings", "item", "outer", "quote", "setting", "tag")

    def __init__(self, tag: str, outer: Frame | None, box: int, item: int, setting: Setting) -> None:
        self.tag = tag
        self.outer = outer
        self.box = box
        self.item = item
        self.setting = setting
        self.headings: list[str] | None = None
        self.quote = -1

    def own_setting(self) -> Setting:
        """The setting, to be changed: no longer that of the outer element."""
        if self.outer is not None and self.setting is self.outer.setting:
            self.setting = Setting(self.setting)
        return self.setting
