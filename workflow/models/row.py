"""What every row has: a public name, a disclosure class for each field, and a version where it is edited."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Row(models.Model):
    """`public`, `internal` and `personal` class each field by name; a test fails on a field left out."""

    public: ClassVar[str] = ""
    internal: ClassVar[str] = ""
    personal: ClassVar[str] = ""

    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Versioned(Row):
    """A row that people edit or move: `version` counts changes, so that no one overwrites another unseen."""

    version = models.PositiveIntegerField("修订号", default=0, editable=False)

    class Meta:
        abstract = True


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """`choices` constrain forms only; the database is the last reader."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)


def together(*fields: str, name: str) -> models.CheckConstraint:
    """Facts that belong together: all set or all null."""
    every = models.Q(**{f"{field}__isnull": False for field in fields})
    none = models.Q(**{f"{field}__isnull": True for field in fields})
    return models.CheckConstraint(condition=every | none, name=name)
