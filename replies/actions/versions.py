"""文稿: a version for each time that title, salutation or body were saved otherwise."""

from __future__ import annotations

import datetime as dt

from replies.enums import TextSource
from replies.models import Reply, TextVersion
from workflow.actor import Actor
from workflow.enums import Source
from workflow.models import StoredFile

TEXTS = ("title", "addressees", "body")


def keep(
    reply: Reply, *, by: Actor, at: dt.datetime, source: str = "", file: StoredFile | None = None, note: str = ""
) -> TextVersion:
    """The text as it stands as the next version; the last one where it says the same and no file came with it."""
    last = reply.versions.last()
    texts = {name: getattr(reply, name) for name in TEXTS}
    if last and not file and all(getattr(last, name) == text for name, text in texts.items()):
        return last
    return TextVersion.objects.create(
        reply=reply,
        number=last.number + 1 if last else 1,
        source=source or (TextSource.API if by.source == Source.API else TextSource.EDITOR),
        author=by.user,
        author_name=str(by)[:80],
        file=file,
        note=note,
        created_at=at,
        **texts,
    )
