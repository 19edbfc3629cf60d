"""Jurisdictions, units and sections, people and what they are appointed to, keys for programs."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from workflow.actor import Post
from workflow.enums import APPOINTED, JURISDICTION_ROLES, UNIT_ROLES, Level, Role
from workflow.models.row import Row, one_of
from workflow.querysets import AppointmentQuerySet, DepartmentQuerySet, GroupQuerySet


class Jurisdiction(Row):
    """Whose office handles: a city, one of its counties, a province. A tree; nobody sees across without a right."""

    public = "id uid code name level parent portal_open"

    code = models.SlugField("代码", unique=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    portal_open = models.BooleanField("开放公众页面", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        constraints = [one_of("level", Level, "jurisdiction_level_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def jurisdiction_id(self) -> int:
        return self.pk

    def lineage(self) -> list[Jurisdiction]:
        """The place and those above it, upwards. One that stands above itself ends it."""
        found: list[Jurisdiction] = []
        place: Jurisdiction | None = self
        while place and place not in found:
            found.append(place)
            place = place.parent
        return found

    @property
    def case_uid(self) -> uuid.UUID:
        """A place has a trail of its own: who watches over it."""
        return self.uid


class HandingOffice(Row):
    """交办机关: 党委办公室, 政府办公室, 政协办公室 … each hands over to its own units."""

    public = "id uid jurisdiction name"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "交办机关"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="handing_office_once")]

    def __str__(self) -> str:
        return self.name


class Department(Row):
    """A unit (parent null) or a section of a unit. It keeps its name; a successor takes over after a reform."""

    public = "id uid jurisdiction parent name short_name since until successor"
    internal = "own_letterhead skips_section works_on_paper handing_office governs answers_upward"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="departments", verbose_name="地区")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sections", verbose_name="所属单位"
    )
    name = models.CharField("全称", max_length=80)
    short_name = models.CharField("简称", max_length=40, blank=True)
    own_letterhead = models.CharField("发文机关标志", max_length=80, blank=True, help_text="留空则用全称")
    skips_section = models.BooleanField("不设科室审核环节", default=False)
    works_on_paper = models.BooleanField("纸质办理", default=False, help_text="不上机的单位，由督查代录。")
    answers_upward = models.BooleanField(
        "统一答复上级件", default=False, help_text="如政府办公室：上级政协的提案由其汇总答复。"
    )
    handing_office = models.ForeignKey(
        HandingOffice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="交办机关"
    )
    governs = models.OneToOneField(
        Jurisdiction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="government",
        verbose_name="所辖地区",
        help_text="县（区）政府作为承办单位时填写，可向其部门征集材料。",
    )
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承继单位"
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "name"], condition=Q(parent=None), name="department_unit_name_once"
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="department_section_name_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="department_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        for name in ("parent", "successor"):
            other = getattr(self, name)
            if other and other.jurisdiction_id != self.jurisdiction_id:
                raise ValidationError({name: "不能选择其他地区的单位。"})

    def valid_on(self, on: dt.date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def heir(self) -> Department:
        """Who stands in its place today: its successor after a reform, else itself."""
        return self.successor or self

    @property
    def unit_id(self) -> int:
        return self.parent_id or self.pk

    @property
    def case_uid(self) -> uuid.UUID:
        """A unit has a trail of its own: who works here, and in whose stead."""
        return self.uid


class DepartmentAlias(Row):
    """Another name by which lists and letters call a unit."""

    public = "id uid jurisdiction department name"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    department = models.ForeignKey(Department, models.CASCADE, related_name="aliases", verbose_name="单位")
    name = models.CharField("别名", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="alias_once")]

    def __str__(self) -> str:
        return self.name


class DepartmentGroup(Row):
    """Units that lists name together, such as 各县区: a shorthand for its members, never a unit itself."""

    public = "id uid jurisdiction name units"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    name = models.CharField("名称", max_length=80, help_text="清单中的写法，如“各县区”。")
    units = models.ManyToManyField(Department, related_name="groups", verbose_name="成员单位")

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位组"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="department_group_name_once")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, Row):
    """A person with one name. What they may do stands in their appointments, not here."""

    public = "id uid name"
    internal = "username is_active is_superuser groups user_permissions last_login created_at"
    personal = "password email mobile"

    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    mobile = models.CharField(
        "手机", max_length=20, blank=True, validators=[RegexValidator(r"^\+?\d{5,18}$", "手机号应为数字。")]
    )
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def posts(self, on: dt.date) -> tuple[Post, ...]:
        """What this person is appointed to on that day, deputies included."""
        if not self.is_active:
            return ()
        working = self.appointments.working(on).select_related("department", "deputises_for")
        # A post in a unit of another place is nobody's: neither place would know of it.
        return tuple(
            each.post
            for each in working
            if each.department is None or each.department.jurisdiction_id == each.jurisdiction_id
        )

    @property
    def is_staff(self) -> bool:
        """Every active account works here: the desk decides by appointment what it shows."""
        return self.is_active


class Appointment(Row):
    """Somebody holds a role, in a unit or in a jurisdiction, from one day to another; perhaps as a deputy."""

    internal = "id uid jurisdiction department role since until deputises_for is_head hands_over_for"
    personal = "user"

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="人员")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="appointments", verbose_name="地区")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="单位或科室"
    )
    role = models.CharField("职责", max_length=20, choices=APPOINTED)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)
    deputises_for = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name="代行人员"
    )
    is_head = models.BooleanField("主要领导", default=False, help_text="规则要求主要领导签发的件，由其签发。")
    hands_over_for = models.ForeignKey(
        "HandingOffice",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="限于交办机关",
        help_text="督查只交办该机关的单位；留空则交办全部。",
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role for role, _ in APPOINTED]), name="appointment_role_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(UNIT_ROLES), department__isnull=False)
                | Q(role__in=sorted(JURISDICTION_ROLES), department__isnull=True),
                name="appointment_unit_roles_in_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="appointment_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def post(self) -> Post:
        return Post(
            Role(self.role),
            self.jurisdiction_id,
            self.department.unit_id if self.department else None,
            on_behalf_of=self.deputises_for,
            is_head=self.is_head,
            hands_over_for=self.hands_over_for_id,
        )

    def clean(self) -> None:
        if self.department and self.department.jurisdiction_id != self.jurisdiction_id:
            raise ValidationError({"department": "该单位不属于所选地区。"})


class ApiKey(Row):
    """A program's key. The secret is shown once; its hash is kept. It acts in the roles of its scopes."""

    internal = "id uid jurisdiction department name prefix scopes created_at expires_at revoked_at last_used_at"
    personal = "digest"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="api_keys", verbose_name="地区")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="api_keys", verbose_name="限于单位"
    )
    name = models.CharField("名称", max_length=60)
    prefix = models.CharField("前缀", max_length=12, unique=True, editable=False)
    digest = models.CharField("摘要", max_length=64, editable=False)
    scopes = models.JSONField("职责范围", default=list)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    expires_at = models.DateTimeField("到期时间", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "接口密钥"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("created_at")),
                name="api_key_expires_after_creation",
            )
        ]

    def posts(self) -> tuple[Post, ...]:
        """The roles of its scopes: unit roles only with a unit, jurisdiction roles only without."""
        roles = [Role(scope) for scope in self.scopes if scope in Role.values]
        held = UNIT_ROLES if self.department_id else JURISDICTION_ROLES
        return tuple(Post(role, self.jurisdiction_id, self.department_id) for role in roles if role in held)

    def __str__(self) -> str:
        return self.name
