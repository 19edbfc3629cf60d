"""The menu at the side: what this person's posts open, and how many messages are unread."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from proposals.actions.opening import OPENERS
from proposals.actions.reform import REFORMERS
from proposals.actions.staffing import KEEPERS
from proposals.querysets import importing_places
from replies.importing.confirming import KEEPERS as IMPORT_KEEPERS
from workflow import outbox
from workflow.editions import KEEPERS as EDITION_KEEPERS
from workflow.enums import Role
from workflow.models import User
from workflow.series import CLERKS
from workflow.site import actor_of, site

MOST_UNREAD = 99


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of links; unfold calls it for every page of the frame."""
    return [
        {"items": [*_work(request)]},
        {"title": "督查", "items": [*_supervision(request)]},
        {"title": "系统管理", "separator": True, "items": [*_tables(request)]},
    ]


def _work(request: HttpRequest) -> list[dict[str, Any]]:
    items = [_link(request, "我的待办", "desk:work", "checklist"), _link(request, "提案查询", "desk:search", "search")]
    if actor_of(request).holds(Role.COMMITTEE):
        items.append(_link(request, "登记提案", "desk:register", "edit_document"))
    if importing_places(actor_of(request)):
        items.append(_link(request, "导入清单", "desk:lists", "upload_file"))
    if actor_of(request).unit_ids:
        items.append(_link(request, "材料征集", "desk:materials", "folder_open"))
    if actor_of(request).holds(Role.OFFICE, Role.SUPERVISOR):
        items.append(_link(request, "预交办", "desk:planning", "forward_to_inbox"))
    items.append(_link(request, "委员名册", "desk:members", "contacts"))
    if actor_of(request).holds(*KEEPERS):
        items.append(_link(request, "人员与代理", "desk:staff", "group"))
    items.append(_link(request, "发文台账", "desk:outgoing", "outbox"))
    if actor_of(request).holds(*CLERKS):
        items.append(_link(request, "文号管理", "desk:numbers", "tag"))
    items.append(_link(request, "专题", "desk:topics", "topic"))
    items.append(_link(request, "工作日历", "desk:calendars", "calendar_month"))
    if actor_of(request).holds(*OPENERS):
        items.append(_link(request, "开设届次", "desk:session_open", "event"))
    items.append(_link(request, "核验公文", "desk:verify", "verified"))
    inbox = _link(request, "站内消息", "desk:inbox", "mail")
    user = request.user
    unread = outbox.unread_of(user)[: MOST_UNREAD + 1].count() if isinstance(user, User) else 0
    if unread:
        inbox["badge"] = f"{MOST_UNREAD}+" if unread > MOST_UNREAD else str(unread)
    law = _link(request, "办理规程", "desk:law", "gavel")
    return [*items, inbox, law, _link(request, "使用手册", "desk:handbook", "menu_book")]


def _supervision(request: HttpRequest) -> list[dict[str, Any]]:
    if not actor_of(request).jurisdiction_ids:
        return []
    items = [_link(request, "督查总览", "desk:overview", "monitoring")]
    items.append(_link(request, "期限调整建议", "desk:shifts", "event_repeat"))
    if actor_of(request).holds(*IMPORT_KEEPERS):
        items.append(_link(request, "导入历年复文", "desk:imports", "drive_folder_upload"))
        items.append(_link(request, "导入确认", "desk:incoming_list", "rule"))
    if actor_of(request).holds(*EDITION_KEEPERS):
        items.append(_link(request, "办理规则", "desk:rules", "tune"))
        items.append(_link(request, "公文版式", "desk:layouts", "article"))
    if actor_of(request).holds(*REFORMERS):
        items.append(_link(request, "机构划转", "desk:reform", "account_tree"))
    return items


def _tables(request: HttpRequest) -> list[dict[str, Any]]:
    """The reference tables that this person may open, as the site itself knows them."""
    models = [model for app in site.get_app_list(request) for model in app["models"] if model["admin_url"]]
    return [
        {
            "title": model["name"],
            "link": model["admin_url"],
            "icon": "table_rows",
            "active": request.path.startswith(model["admin_url"]),
        }
        for model in models
    ]


def _link(request: HttpRequest, title: str, name: str, icon: str) -> dict[str, Any]:
    address = reverse(name)
    return {"title": title, "link": address, "icon": icon, "active": request.path == address}
