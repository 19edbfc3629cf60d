"""Reference tables of the office: an administrator keeps those of their own jurisdiction; nobody deletes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.validators import URLValidator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget

from workflow import outbox
from workflow.enums import DispatchStatus, Role
from workflow.models import (
    ApiKey,
    CalendarVersion,
    Department,
    DepartmentAlias,
    DepartmentGroup,
    Gateway,
    GradeScheme,
    HandingOffice,
    Jurisdiction,
    LetterProfile,
    RuleVersion,
)
from workflow.site import actor_of, site

MOST_TRIED = 5  # gateways in one press: each may take its time


class OfPlaces:
    """The places in which somebody keeps a table, and choices from these alone. `keepers`: the roles that may write."""

    keepers: ClassVar[frozenset[Role]] = frozenset({Role.ADMINISTRATOR})
    admin_site: Any

    def places(self, request: HttpRequest) -> set[int]:
        """Jurisdictions in which this person keeps the table."""
        return {post.jurisdiction_id for post in actor_of(request).posts if post.role in self.keepers}

    def keeps(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser or self.places(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Jurisdiction and not request.user.is_superuser:
            kwargs["queryset"] = Jurisdiction.objects.filter(pk__in=self.places(request))
        elif table := self.admin_site._registry.get(db_field.related_model):  # noqa: SLF001 - the site has no other door
            kwargs["queryset"] = table.get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class ReferenceAdmin(OfPlaces, ModelAdmin):  # type: ignore[misc]
    """`place` is the path to the jurisdiction."""

    place: ClassVar[str] = "jurisdiction"
    frozen: ClassVar[bool] = False
    paginator = InfinitePaginator
    show_full_result_count = False
    list_filter_sheet = False
    list_per_page = 50
    actions: Any = None
    compressed_fields = True

    def mine(self, request: HttpRequest) -> Q:
        return Q(**{f"{self.place}__in": self.places(request)})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(self.mine(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.keeps(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or request.user.is_superuser:
            return self.has_module_permission(request)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not self.frozen and self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A published edition never changes; what used it points to it.
        settled = self.frozen or bool(getattr(obj, "published_at", None))
        return not settled and self.has_view_permission(request, obj)

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


@admin.register(Jurisdiction, site=site)
class JurisdictionAdmin(ReferenceAdmin):
    place = "pk"
    fields = ("code", "name", "level", "parent", "portal_open")
    list_display = ("name", "code", "level", "parent")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Department, site=site)
class DepartmentAdmin(ReferenceAdmin):
    """Who takes over a unit is decided by 机构划转, which takes its cases along."""

    readonly_fields = ("successor",)
    list_display = ("name", "short_name", "jurisdiction", "parent", "since", "until")
    list_select_related = ("jurisdiction", "parent")
    list_filter = ("jurisdiction",)
    search_fields = ("name", "short_name")


@admin.register(DepartmentAlias, site=site)
class DepartmentAliasAdmin(ReferenceAdmin):
    list_display = ("name", "department", "jurisdiction")
    list_select_related = ("department", "jurisdiction")
    search_fields = ("name",)


@admin.register(HandingOffice, site=site)
class HandingOfficeAdmin(ReferenceAdmin):
    list_display = ("name", "jurisdiction")
    list_select_related = ("jurisdiction",)


@admin.register(DepartmentGroup, site=site)
class DepartmentGroupAdmin(ReferenceAdmin):
    list_display = ("name", "jurisdiction")
    list_select_related = ("jurisdiction",)
    search_fields = ("name",)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        units = Department.objects.units().order_by("name")
        kwargs["queryset"] = units if request.user.is_superuser else units.filter(self.mine(request))
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(ApiKey, site=site)
class ApiKeyAdmin(ReferenceAdmin):
    frozen = True
    list_display = ("name", "prefix", "jurisdiction", "department", "expires_at", "revoked_at", "last_used_at")
    list_select_related = ("jurisdiction", "department")
    exclude = ("digest",)
    actions = ("revoke",)

    @admin.action(description="撤销所选密钥")
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        for key in (alive := keys.filter(revoked_at=None)):
            self.log_change(request, key, "撤销密钥")
        revoked = alive.update(revoked_at=timezone.now())
        self.message_user(request, f"已撤销{revoked}个密钥，使用它们的程序不能再登录。")


@admin.register(RuleVersion, LetterProfile, site=site)
class EditionAdmin(ReferenceAdmin):
    """To be read: editions are begun, revised and published on pages of the desk, by the verbs that check them."""

    frozen = True
    list_display = ("__str__", "jurisdiction", "number", "valid_from", "published_at")
    list_select_related = True


@admin.register(GradeScheme, site=site)
class VersionAdmin(ReferenceAdmin):
    list_display = ("__str__", "jurisdiction", "number", "valid_from", "published_at")
    list_select_related = True


@admin.register(CalendarVersion, site=site)
class CalendarAdmin(ReferenceAdmin):
    frozen = True
    list_display = ("__str__", "number", "published", "notice")
    list_select_related = ("jurisdiction",)

    def mine(self, request: HttpRequest) -> Q:
        return super().mine(request) | Q(jurisdiction=None)


class GatewayForm(forms.ModelForm):  # type: ignore[type-arg]
    """Address and secret are typed and never shown again: who knows them can write to the group."""

    new_url = forms.URLField(
        label="地址",
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=UnfoldAdminPasswordWidget(),
        help_text="保存后不再显示；留空则不改。",
    )
    new_secret = forms.CharField(
        label="密钥",
        max_length=200,
        required=False,
        widget=UnfoldAdminPasswordWidget(),
        help_text="加签密钥；保存后不再显示，留空则不改。",
    )

    class Meta:
        model = Gateway
        fields = ("jurisdiction", "department", "channel", "name", "options", "active")

    def clean_new_url(self) -> str:
        typed: str = self.cleaned_data["new_url"]
        if not typed and not self.instance.url:
            raise forms.ValidationError("请填写地址。")
        return typed

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        self.instance.url = self.cleaned_data["new_url"] or self.instance.url
        self.instance.secret = self.cleaned_data["new_secret"] or self.instance.secret
        return super().save(commit)


@admin.register(Gateway, site=site)
class GatewayAdmin(ReferenceAdmin):
    form = GatewayForm
    fields = ("jurisdiction", "department", "channel", "name", "new_url", "new_secret", "options", "active")
    list_display = ("name", "channel", "jurisdiction", "department", "host", "active")
    list_select_related = ("jurisdiction", "department")
    actions = ("try_out",)

    @admin.action(description="发送测试消息")
    def try_out(self, request: HttpRequest, gateways: QuerySet[Gateway]) -> None:
        user = actor_of(request).user
        for gateway in gateways[:MOST_TRIED]:
            sent = outbox.try_out(gateway, user, at=timezone.now()) if user else None
            if sent is None:
                self.message_user(request, f"{gateway}：您没有登记手机，无法测试。", messages.WARNING)
            elif sent.status == DispatchStatus.SENT:
                self.message_user(request, f"{gateway}：测试消息已发出。")
            else:
                self.message_user(request, f"{gateway}：未能发出。{sent.last_error}", messages.ERROR)
