"""E-mail newsletters: subject, date, sender, and the part of the body that reads best."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import parseaddr

from onrecord.articles.blocks import fold
from onrecord.articles.encoding import decode
from onrecord.articles.exports.drafts import Draft
from onrecord.articles.pages import article_from_html
from onrecord.articles.plain import article_from_text
from onrecord.errors import InputError
from onrecord.types import Article

MAX_LINES = 1_000_000
"""Most lines of an e-mail: its parser holds each as an object; 60 MB of attachments have 800,000."""
_MAX_PARTS, _MAX_HEADER = 200, 2_000
_SHARE = 1 / 3
"""Share of the plain part's words below which the HTML part was not understood."""


def mail_draft(data: bytes) -> Draft:
    """Return the article that an e-mail is. Attachments are not read.

    Raises:
        InputError: It is no e-mail, or has no text.
    """
    if data.count(b"\n") > MAX_LINES:
        raise InputError(f"an e-mail of more than {MAX_LINES:,} lines: save the message alone, without attachments")
    if data.lower().count(b"multipart/") > _MAX_PARTS:
        raise InputError(f"an e-mail of more than {_MAX_PARTS} nested parts: save the message that is in it alone")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        _check_headers(message)
        headers = {name: _header(message, name) for name in ("subject", "from", "content-language")}
        # As written: the library would bring it to its own form first, and a broken one to nothing.
        date = fold(_raw(message, "date"))
        bodies = [found for kind in ("html", "plain") if (found := _body(message, kind))]
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"damaged e-mail ({type(error).__name__}): save it again as .eml") from error
    if not (headers["from"] or headers["subject"] or date):
        raise InputError("no e-mail: neither sender nor subject nor date in it: save it as .eml")
    if not bodies:
        raise InputError("the e-mail has no text, only attachments or pictures: save what it holds as files")
    best = bodies[0]
    if len(bodies) > 1 and len(best.text.split()) < _SHARE * len(bodies[1].text.split()):
        best = bodies[1]
    name, address = parseaddr(headers["from"])
    return Draft(
        paragraphs=best.text.split("\n"),
        title=headers["subject"] or best.title or "",
        date=date,
        source=name or address,
        url=best.url or "",
        language=headers["content-language"] or best.lang or "",
        other={"sender": address},
    )


def _raw(message: EmailMessage, name: str) -> str:
    return next((str(value) for key, value in message.raw_items() if key.lower() == name), "")


def _header(message: EmailMessage, name: str) -> str:
    # The library's parser of addresses takes time with the square of their number.
    value = _raw(message, name)[:_MAX_HEADER]
    return fold(str(email.policy.default.header_fetch_parse(name, value))) if value else ""


def _check_headers(message: EmailMessage) -> None:
    """Refuse parts whose description is so long that reading it takes minutes."""
    for part in message.walk():
        if any(len(str(value)) > _MAX_HEADER for key, value in part.raw_items() if key.lower().startswith("content-")):
            raise InputError(f"an e-mail with a header of more than {_MAX_HEADER:,} characters about its parts: save it again")


def _body(message: EmailMessage, kind: str) -> Article | None:
    """The part of that kind as an article, None where there is none or it cannot be read."""
    part = message.get_body(preferencelist=(kind,))
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes):
        return None
    try:
        text = _text(data, part.get_content_charset(), declared=kind == "html")
        return article_from_html(text, id="mail") if kind == "html" else article_from_text(text, id="mail")
    except InputError:
        return None


def _text(data: bytes, charset: str | None, *, declared: bool) -> str:
    try:
        return data.decode(charset or "ascii")
    except (LookupError, UnicodeError):
        return decode(data, declared=declared)
