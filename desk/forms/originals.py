"""导入提案原件: the archive, and its session."""

from __future__ import annotations

from django import forms

from desk.forms.lists import OfSessionForm


class OriginalsForm(OfSessionForm):
    """A ZIP of originals and the session whose list they belong to."""

    file = forms.FileField(
        label="提案原件压缩包",
        help_text="ZIP，不超过100兆、500个文件；内含 DOCX、DOC、WPS、PDF、OFD、HTML、TXT。",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    largest = 100 * 1024 * 1024
    too_large = "压缩包超过100兆，请分批上传。"
