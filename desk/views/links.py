"""The links for 委员评价, shown once after sending: afterwards only their hashes are known."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from desk.views.edge import show
from replies.actions.feedback import digest
from replies.models import Reply
from replies.papers import feedback_links


def show_links(request: HttpRequest, reply: Reply, tokens: dict[int, str]) -> HttpResponse:
    links = feedback_links(tokens, request.build_absolute_uri("/"))
    sent = (
        Reply.objects.filter(links__digest__in=[digest(token) for token in tokens.values()]).distinct().order_by("id")
    )
    return show(
        request, "links", "委员评价链接", reply=reply, links=links, sent=sent, tokens=tokens.values(),
        with_codes=bool(settings.PUBLIC_ADDRESS),
    )  # fmt: skip
