"""Allow a page its own scripts and styles by their hash, and nothing else (Content-Security-Policy)."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.web.scripts import text_of

_END_TAG = re.compile(r"</(?=script|style)|<!--", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What stands in a script or style element, and its hash as a policy names it."""

    text: str
    hash: str


@cache
def asset(name: str) -> Code:
    """Give a script or a style of `assets/` as it stands in a page. Raises `MissingScriptError`."""
    contained = _END_TAG.sub(lambda match: f"\\x3C{match[0][1:]}", text_of(name))
    digest = hashlib.sha256(contained.encode("utf-8")).digest()
    return Code(text=contained, hash=f"'sha256-{base64.b64encode(digest).decode('ascii')}'")


def policy(scripts: Iterable[Code], styles: Iterable[Code], *, image_hosts: Iterable[str] = ()) -> str:
    """Give a policy for these scripts and styles; images come from within the page and from *image_hosts*."""
    parts = (
        "default-src 'none'",
        f"script-src {' '.join(script.hash for script in scripts)}",
        f"style-src {' '.join(style.hash for style in styles)}",
        f"img-src {' '.join(('data:', *image_hosts))}",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(parts)
