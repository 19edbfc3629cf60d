"""上传文稿: the document, and whether the changes tracked in it are made."""

from __future__ import annotations

from django import forms

ACCEPT, ORIGINAL = "accept", "original"


class UploadForm(forms.Form):
    """A document that was worked on elsewhere."""

    file = forms.FileField(
        label="文件",
        help_text="从拟稿页下载DOCX，在WPS或Word中修改后上传；也可以是DOC、WPS、RTF、ODT、TXT。不超过20兆。",
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.wps,.rtf,.odt,.txt"}),
        error_messages={"empty": "文件是空的，请检查后重新上传。"},
    )


class TakeForm(forms.Form):
    """What was looked at, as it is taken."""

    stored = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    changes = forms.ChoiceField(
        label="修订",
        choices=[(ACCEPT, "接受全部修订"), (ORIGINAL, "不接受修订，用修订前的文字")],
        widget=forms.RadioSelect,
        initial=ACCEPT,
    )
