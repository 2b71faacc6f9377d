"""Lines of a saved page that belong to the site around it: buttons, banners, chats, searches and notices.

Only what nobody would say of an API is here.  A word that could be a name, a title or a description is none of it.
"""

from __future__ import annotations

import re
from typing import Final

from truespec.documentation.rendered.loading import is_waiting

__all__ = ["FOOTER", "is_furniture"]

FOOTER: Final = re.compile(
    r"(?:"
    r"Last updated\b.*|Was this helpful\?.*|Powered by GitBook|(?:Previous|Next)[A-Z].*"
    r"|Zuletzt aktualisiert\b.{0,60}|War das hilfreich ?\?"
    r"|Última actualización\b.{0,60}|¿[^?]{0,30}\bútil ?\?"
    r"|(?:Mis à jour il y a|Dernière mise à jour)\b.{0,60}|Ce(?:la| contenu) vous a-t-il été utile ?\?"
    r"|(?:Atualizado há|Última atualização)\b.{0,60}|Is[st]o foi útil ?\?"
    r"|Laatst bijgewerkt\b.{0,60}|Was dit (?:nuttig|handig|behulpzaam) ?\?"
    r"|Sist oppdatert\b.{0,60}|Var dette (?:nyttig|til hjelp|hjelpsomt) ?\?"
    r"|最終更新.{0,60}|.{0,10}役に立ちましたか[?\uff1f]?"
    r"|最[后近]更新.{0,60}|这.{0,4}有帮助吗[?\uff1f]?"
    r")\Z"
)
"""What stands below the last operation of a page: when it was changed, and whether it helped, in nine languages."""

_LINES: Final = frozenset({
    "accept all", "accept all cookies", "accept cookies", "ask a question", "ask ai", "ask gitbook ai",
    "ask or search", "back to top", "chat with us", "contact support", "cookie preferences", "cookie settings",
    "copy as markdown", "copy for llm", "copy for llms", "copy link", "copy page", "ctrl k", "ctrl + k", "ctrl+k",
    "ctrlk", "edit on github", "edit on gitlab", "edit this page", "edit this page on github", "export as pdf",
    "live chat", "manage cookies", "manage preferences", "need help?", "open in chatgpt", "open in claude",
    "reject all", "reject all cookies", "report a problem", "report an issue", "scroll to top", "skip to content",
    "skip to main content", "subscribe to our newsletter", "table of contents", "toggle theme", "type a message",
    "type your message", "view as markdown", "was this page helpful?", "we value your privacy", "\u2318 k", "\u2318k",
})  # fmt: skip
_FORMS: Final = re.compile(
    r"(?:"
    r"(?:copyright )?(?:©|\(c\)) ?(?:copyright )?(?:19|20)\d\d\b.{0,120}"
    r"|(?:this (?:web)?site|we|our (?:web)?site) uses? cookies\b.{0,300}"
    r"|by (?:browsing|using) this (?:web)?site\b.{0,300}"
    r"|(?:search|ask or search)\s?(?:\.{3}|…).{0,12}"
    r"|for the complete documentation index, see .{0,200}"
    r"|chat (?:with us|now)\b.{0,3}"
    r"|\d{1,3} (?:of|/) \d{1,3} found this (?:page )?helpful\b.{0,3}"
    r")\Z",
    re.IGNORECASE,
)
_TRAIL: Final = " .…!:"
_ARROW: Final = "⤷"
"""What stands before a circular reference."""


def is_furniture(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether a line, without blanks around it, belongs to the site and not to the page, as ``names`` never do."""
    if text in names:
        return False
    if text.isascii() and not text.rstrip(_TRAIL).replace(">", ""):
        return text.strip(">") == "" and ">" in text  # what stands between the steps that lead to a page
    if text.rstrip(_TRAIL).lower() in _LINES or text.lower() in _LINES or _FORMS.match(text) or is_waiting(text):
        return True
    return not text.isascii() and _ARROW not in text and not any(map(_is_told, text))


def _is_told(character: str) -> bool:
    """Whether a character may say something: pictures, arrows and marks alone do not."""
    return character.isalnum() or character.isascii()
