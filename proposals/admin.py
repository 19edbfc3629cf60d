"""Reference tables that verbs of the case keep: people and their posts, sessions, the roster of members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from proposals.actions import posts, session_days
from proposals.models import Member, Session
from workflow.admin import OfPlaces, ReferenceAdmin
from workflow.enums import Role
from workflow.errors import OfficeError
from workflow.models import Appointment, User
from workflow.site import actor_of, site


def when_of(request: HttpRequest) -> dict[str, Any]:
    at = timezone.now()
    return {"by": actor_of(request), "on": timezone.localdate(at), "at": at}


class NewUserForm(UserCreationForm):  # type: ignore[misc]
    class Meta:
        model = User
        fields = ("username", "name", "email")


class FirstPost(OfPlaces, TabularInline):  # type: ignore[misc]
    """The post that a new person comes with; later ones have their own page."""

    model = Appointment
    fk_name = "user"
    fields = ("jurisdiction", "department", "role", "since")
    extra = max_num = 1

    def get_min_num(self, request: HttpRequest, _obj: Any = None, **_kwargs: Any) -> int:
        # A superuser sees people without a post too, and may appoint them later.
        return 0 if request.user.is_superuser else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, validate_min=True, **kwargs)

    def has_add_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        return self.keeps(request)


@admin.register(User, site=site)
class PeopleAdmin(UserAdmin, ReferenceAdmin):  # type: ignore[type-arg]
    """People have no place of their own: one is an administrator's who has posts, all of them in that jurisdiction.

    Whoever has none is nobody's yet, so an administrator gives a new person the first post on the same page.
    """

    form, add_form, change_password_form = UserChangeForm, NewUserForm, AdminPasswordChangeForm
    fieldsets = ((None, {"fields": ("username", "password", "name", "email", "mobile", "is_active")}),)
    add_fieldsets = ((None, {"fields": ("username", "name", "email", "password1", "password2")}),)
    list_display = ("name", "username", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    filter_horizontal = ()
    search_fields = ("name", "username")
    ordering = ("username",)

    def mine(self, request: HttpRequest) -> Q:
        elsewhere = Appointment.objects.exclude(jurisdiction__in=self.places(request))
        here = Appointment.objects.filter(jurisdiction__in=self.places(request))
        return Q(is_superuser=False, pk__in=here.values("user")) & ~Q(pk__in=elsewhere.values("user"))

    def get_inlines(self, _request: HttpRequest, obj: Any = None) -> list[Any]:
        return [] if obj else [FirstPost]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: ARG002, FBT001 - of Django
        for post in formset.save(commit=False):
            posts.give_post(post, **when_of(request))


COLUMNS = (
    "user", "jurisdiction", "department", "role", "since", "until", "deputises_for", "is_head", "hands_over_for",
)  # fmt: skip


class PostForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = {name: data.get(name) for name in ("user", "department", "deputises_for", "since")}
        try:
            if self.instance.pk is None and given["user"]:
                posts.refuse_impossible(Appointment(**given), timezone.localdate())
        except OfficeError as error:
            self.add_error(error.field, error.message)
        return data


@admin.register(Appointment, site=site)
class AppointmentAdmin(ReferenceAdmin):
    """Who comes, and the posts of the place. A post in a unit ends under 人员与代理, which asks about the cases."""

    form = PostForm
    fields = COLUMNS
    list_display = ("user", "role", "department", "jurisdiction", "since", "until")
    list_select_related = ("user", "department", "jurisdiction")
    list_filter = ("role",)
    search_fields = ("user__name", "user__username")

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return []
        open_now = posts.open_fields(obj)
        return [name for name in COLUMNS if name not in open_now]

    def save_model(self, request: HttpRequest, obj: Appointment, form: Any, change: bool) -> None:  # noqa: FBT001 - of Django
        if not change:
            posts.give_post(obj, **when_of(request))
        elif changes := {name: form.cleaned_data[name] for name in form.changed_data}:
            posts.correct_post(obj, changes=changes, **when_of(request))


@admin.register(Session, site=site)
class SessionAdmin(ReferenceAdmin):
    """A session begins by 开设届次, which also carries over what is open and asks for the roster."""

    list_display = ("__str__", "jurisdiction", "level", "opened_on", "closed_on", "meeting_on")
    list_select_related = ("jurisdiction",)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:  # noqa: FBT001 - of Django
        super().save_model(request, obj, form, change)
        if change and {"closed_on", "meeting_on"} & set(form.changed_data):
            session_days.recount(obj, **when_of(request))


@admin.register(Member, site=site)
class MemberAdmin(ReferenceAdmin):
    """To look at only: the roster is kept by its own verbs, which write who changed what; phones are read by one."""

    keepers = frozenset({Role.ADMINISTRATOR, Role.COMMITTEE})
    frozen = True
    exclude = ("phone",)
    list_display = ("name", "body", "term", "sector", "party", "post")
    list_filter = ("term", "sector")
    search_fields = ("name",)
