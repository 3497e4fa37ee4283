"""Keep passwords out of what is shown."""

from __future__ import annotations

import re
from urllib.parse import unquote

_IN_URL = re.compile(r"(?P<before>[a-z][\w+.-]*://[^\s:/@]*:)(?P<password>[^\s/]*)(?P<after>@)", re.IGNORECASE)

HIDDEN = "***"
"""What is shown in a password's place, as SQLAlchemy has it."""


def without_passwords(text: str, url: str | None) -> str:
    """Return `text` without the passwords of URLs in it, nor the password of `url` anywhere.

    Args:
        text: What is to be shown.
        url: The database URL in use.
    """
    if url and (found := _IN_URL.search(url)):
        spelled = found["password"]
        for password in {spelled, unquote(spelled)} - {""}:
            # A short one, such as "a", would tear words apart and not be hidden by it.
            text = text.replace(f":{password}@", f":{HIDDEN}@")
            if len(password) > 3:
                text = text.replace(password, HIDDEN)
    return _IN_URL.sub(rf"\g<before>{HIDDEN}\g<after>", text)
