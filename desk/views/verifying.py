"""核验公文: whether a file is the letter that was signed, as it was printed and kept."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from desk.views.edge import show, visit_of
from replies.models import Reply
from replies.verifying import verify


class VerifyForm(forms.Form):
    """The file in question."""

    file = forms.FileField(label="公文文件", help_text="PDF、OFD、DOCX等，不保存。")


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    form = VerifyForm(request.POST or None, request.FILES or None)
    verified = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        verified = verify(upload.read(), upload.name, among=Reply.objects.visible_to(visit.actor))
    return show(request, "verify", "核验公文", form=form, verified=verified)
