"""A refusal of the office, told on the page where it was met."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict

from desk.views.edge import show
from workflow.errors import NotYours, OfficeError


def tell(form: forms.Form, error: OfficeError) -> None:
    """Beside the field that it is about, else above the form. What was typed stays."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def renew(form: forms.Form, **hidden: int) -> None:
    """Let a form that came too late carry what is true now, so that pressing again is deliberate."""
    data = cast("QueryDict", form.data).copy()
    for name, value in hidden.items():
        data[name] = str(value)
    form.data = data


def refused(request: HttpRequest, error: OfficeError, *, title: str, back: str) -> HttpResponse:
    """A page of its own where there is no form to come back to."""
    status = 403 if isinstance(error, NotYours) else 409
    return show(request, "refused", title, status=status, message=error.message, back=back)
