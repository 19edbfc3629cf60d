"""Fields that many forms of the desk share: the day it happened, remarks, scans, a choice of rows."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from workflow.errors import LONGEST_TEXT

NOT_FOUND = "所选的一项不存在，或不在您可见的范围内，请重新选择。"
MEGABYTE = 1024 * 1024
LARGEST_SCAN = 20 * MEGABYTE
TOO_LONG = f"不能超过{LONGEST_TEXT // 10_000}万字，现有%(show_value)d字，请精简。"
# By their first bytes, since a name or a browser may say anything.
SIGNATURES: dict[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


class DayField(forms.DateField):
    """A day, picked in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)


class WordsField(forms.CharField):
    """Several lines of text, as long as any text may be.

    By a validator of its own: with `max_length` a browser would cut what is pasted without a word.
    """

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(validators=[MaxLengthValidator(LONGEST_TEXT, TOO_LONG)], **kwargs)


class ScanField(forms.FileField):
    """A scan of the paper: PDF, JPEG or PNG, not larger than an office scanner makes it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "支持 PDF、JPG、PNG，不超过20兆。")
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            if (file.size or 0) > LARGEST_SCAN:
                raise ValidationError("文件超过20兆，请压缩后再上传。")
            file.content_type = content_type_of(file)
        return file


class FilesInput(forms.FileInput):
    """Several files picked at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class FilesField(forms.FileField):
    """One file or more, as a list; what each must be the verb says, which can name the one that is not."""

    widget = FilesInput

    def clean(self, data: Any, _initial: Any = None) -> Any:
        if not data and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return [self.to_python(each) for each in data]


def content_type_of(file: Any) -> str:
    head = file.read(16)
    file.seek(0)
    for signature, content_type in SIGNATURES.items():
        if head.startswith(signature):
            return content_type
    raise ValidationError("只能上传 PDF、JPG 或 PNG 文件。")


class _Offered(ModelChoiceIterator):  # type: ignore[type-arg]
    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.queryset = field.queryset if field.offered is None else field.offered


class Offering:
    """A short list to choose from, and whatever else is taken (`queryset`), for a verb to refuse with its reason.

    What was right when the page was shown may be wrong by now, and a list can only say that it has no such entry.
    """

    iterator: Any = _Offered
    offered: Any = None
    default_error_messages: Any = {"invalid_choice": NOT_FOUND, "invalid_pk_value": NOT_FOUND}


class RowField(Offering, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row."""


class RowsField(Offering, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows."""


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any], *, of: QuerySet[Any] | None = None) -> None:
    """Fill a field with `rows`. `of`: all those that this person may see and that the verb has words for."""
    field = cast("RowField", form.fields[name])
    field.offered = rows
    field.queryset = rows if of is None else of


def choices_with_blank(choices: Any, blank: str = "请选择") -> list[tuple[str, str]]:
    return [("", blank), *choices]
