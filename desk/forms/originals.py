"""导入提案原件: the archive, and its session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from proposals.models import Session
from proposals.querysets import importing_places
from workflow.actor import Actor

LARGEST_ARCHIVE = 100 * 1024 * 1024


class OriginalsForm(forms.Form):
    """A ZIP of originals and the session whose list they belong to."""

    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none(), empty_label="请选择届次")
    file = forms.FileField(
        label="提案原件压缩包",
        help_text="ZIP，不超过100兆、500个文件；内含 DOCX、DOC、WPS、PDF、OFD、HTML、TXT。",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = Session.objects.visible_to(actor).filter(jurisdiction__in=importing_places(actor)).newest_first()
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]
        self.fields["session"].initial = sessions.first()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_ARCHIVE:
            raise ValidationError("压缩包超过100兆，请分批上传。")
        return file
