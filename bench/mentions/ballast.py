"""The weight that real pages carry: style sheets and scripts, made up to a size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

_STEMS: Final = (
    "btn",
    "card",
    "grid",
    "hero",
    "list",
    "menu",
    "modal",
    "panel",
    "promo",
    "row",
    "tile",
    "toast",
)
_PARTS: Final = ("inner", "label", "wrap", "icon", "title", "meta", "link", "media")
_RULES: Final = (
    "margin:0 auto;padding:{a}px {b}px",
    "display:flex;gap:{a}px;align-items:center",
    "font:{a}px/{b}px system-ui,sans-serif;color:#{c:06x}",
    "background:#{c:06x} linear-gradient({a}deg,rgba(0,0,0,.{b}),transparent)",
    "position:absolute;inset:{a}px auto auto {b}px;z-index:{a}",
    "border:1px solid #{c:06x};border-radius:{a}px;transition:opacity .{b}s ease-in-out",
)
_CALLS: Final = (
    'function {f}(e,t){{var n=e.getAttribute("data-{s}");if(!n)return null;t=t||{{}};'
    "for(var r in t)if(Object.prototype.hasOwnProperty.call(t,r))e.style[r]=t[r];return parseInt(n,10)+{a}}}",
    'window.{f}=window.{f}||[];{f}.push({{event:"{s}_view",value:{a},ts:Date.now(),slot:"{s}-{b}"}});',
    '(function(d,s){{var j=d.createElement(s);j.async=!0;j.src="/static/js/{s}.{a}.min.js";'
    'd.head.appendChild(j)}})(document,"script");',
    'var {f}={{"id":{a},"flags":[{b},{a}],"ui":{{"{s}":true,"theme":"#{c:06x}"}},"items":null}};',
    'document.querySelectorAll(".{s}").forEach(function(e){{e.addEventListener("click",function(t){{'
    't.preventDefault();e.classList.toggle("{s}--open");{f}&&{f}(e,{{opacity:.{b}}})}})}});',
)


def style(rng: Random, size: int) -> str:
    """A style element of about ``size`` characters."""
    lines: list[str] = []
    length = 0
    while length < size:
        selector = f".{rng.choice(_STEMS)}-{rng.randrange(999)} .{rng.choice(_STEMS)}__{rng.choice(_PARTS)}"
        lines.append(f"{selector}{{{_filled(rng, rng.choice(_RULES))}}}")
        length += len(lines[-1]) + 1
    return "<style>\n" + "\n".join(lines) + "\n</style>" if lines else ""


def script(rng: Random, size: int) -> str:
    """A script element of about ``size`` characters."""
    lines: list[str] = []
    length = 0
    while length < size:
        lines.append(_filled(rng, rng.choice(_CALLS)))
        length += len(lines[-1]) + 1
    return "<script>\n" + "\n".join(lines) + "\n</script>" if lines else ""


def _filled(rng: Random, text: str) -> str:
    stem, part = rng.choice(_STEMS), rng.choice(_PARTS)
    return text.format(
        a=rng.randrange(2, 60),
        b=rng.randrange(1, 9),
        c=rng.randrange(0xFFFFFF),
        f=f"_{stem}{part.title()}",
        s=f"{stem}-{part}",
    )
