"""The links for 委员评价, shown once after sending: afterwards only their hashes are known."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from desk.views.edge import show
from replies.models import Reply


def show_links(request: HttpRequest, reply: Reply, tokens: dict[int, str]) -> HttpResponse:
    proposers = {proposer.pk: proposer for proposer in reply.proposal.proposers.all()}
    home = settings.PUBLIC_ADDRESS.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    links = [(proposers[key], f"{home}/f/{token}/") for key, token in tokens.items()]
    return show(request, "links", "委员评价链接", reply=reply, links=links)
