"""专题: its name and what it is about."""

from __future__ import annotations

from typing import Any

from django import forms

from desk.forms.fields import RowField, WordsField, offer
from proposals.actions.topics import KEEPERS, LONGEST_NAME
from workflow.actor import Actor
from workflow.models import Jurisdiction


class TopicForm(forms.Form):
    name = forms.CharField(label="名称", max_length=LONGEST_NAME, help_text="如“医养结合”。")
    note = WordsField(label="说明", rows=2, required=False)


class NewTopicForm(TopicForm):
    jurisdiction = RowField(label="地区", queryset=Jurisdiction.objects.none(), empty_label=None)
    field_order = ["jurisdiction", "name", "note"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {post.jurisdiction_id for post in actor.posts if post.role in KEEPERS}
        here = Jurisdiction.objects.filter(pk__in=places).order_by("name")
        offer(self, "jurisdiction", here)
        if len(places) == 1:
            self.fields["jurisdiction"].widget = forms.HiddenInput()
            self.fields["jurisdiction"].initial = next(iter(places))
