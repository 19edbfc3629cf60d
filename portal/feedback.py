"""/f/<token>/: the proposer reads the reply and gives two marks and words, without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from letters.writing.web import web_text
from portal.forms import FeedbackForm
from replies.actions.feedback import link_of, take_feedback
from replies.models import Feedback, FeedbackLink
from replies.papers import letter_of, profile_of
from workflow.actor import Actor
from workflow.enums import Source
from workflow.errors import OfficeError

Page = Callable[Concatenate[HttpRequest, FeedbackLink, ...], HttpResponse]


def private(view: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the link, and keep its address out of caches, search engines and the logs of other sites."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        link = link_of(token, on=timezone.localdate())
        # One page for a broken, an unknown and an expired token: it tells a stranger nothing.
        response = view(request, link, token) if link else render(request, "portal/no_link.html", status=404)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


# Exempt: the right to answer lies in the address, not in a cookie, so no other site can borrow it; and under
# no-referrer browsers send "Origin: null" with the form, which the check would refuse.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
def page(request: HttpRequest, link: FeedbackLink, token: str) -> HttpResponse:
    said = last_word(link)
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=_marks(said))
    # The same answer sent twice is one answer: a second press of the button makes no second revision.
    if form.is_valid() and (not form.has_changed() or _take(link, form, request)):
        return redirect("feedback-thanks", token)
    reply = link.reply
    shown = {
        "link": link,
        "reply": reply,
        "said": said,
        "form": form,
        "text": web_text(letter_of(reply), profile_of(reply, on=timezone.localdate())),
    }
    return render(request, "portal/feedback.html", shown, status=422 if form.errors else 200)


@require_safe
@private
def thanks(request: HttpRequest, link: FeedbackLink, token: str) -> HttpResponse:
    said = last_word(link)
    if said is None:
        return redirect("feedback", token)
    return render(request, "portal/thanks.html", {"link": link, "said": said, "token": token})


def last_word(link: FeedbackLink) -> Feedback | None:
    """What this proposer said last of this reply, by whatever way."""
    said: Feedback | None = Feedback.objects.current().filter(reply=link.reply_id, proposer=link.proposer_id).first()
    return said


def _marks(said: Feedback | None) -> dict[str, str]:
    return {"attitude": said.attitude, "result": said.result, "words": said.words} if said else {}


def _take(link: FeedbackLink, form: FeedbackForm, request: HttpRequest) -> bool:
    by = Actor(source=Source.LINK, request_id=getattr(request, "request_id", ""))
    at = timezone.now()
    try:
        take_feedback(link, **form.cleaned_data, by=by, on=timezone.localdate(at), at=at)
    except OfficeError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
