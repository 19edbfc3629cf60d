"""Words of the office that are fixed by the product: roles, doors, channels, units of time."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person may be asked to do. The first four belong to a unit, the others to a jurisdiction.

    Nobody is appointed a COSIGNER: while a draft goes round, it is the office and the leader of each unit asked.
    """

    DRAFTER = "drafter", "承办人"
    SECTION_HEAD = "section_head", "科室负责人"
    OFFICE = "office", "单位办公室"
    SIGNER = "signer", "签发人"
    SUPERVISOR = "supervisor", "督查"
    COMMITTEE = "committee", "提案委"
    READER = "reader", "查阅"
    ADMINISTRATOR = "administrator", "管理员"
    COSIGNER = "cosigner", "会签单位"


UNIT_ROLES = frozenset({Role.DRAFTER, Role.SECTION_HEAD, Role.OFFICE, Role.SIGNER})
JURISDICTION_ROLES = frozenset(set(Role) - UNIT_ROLES - {Role.COSIGNER})
# What people are appointed to and keys are made for, in the order of the pages.
APPOINTED = [(role.value, role.label) for role in Role if role in UNIT_ROLES | JURISDICTION_ROLES]


class Source(TextChoices):
    """Through which door a move came in."""

    ADMIN = "admin", "网页"
    API = "api", "接口"
    COMMAND = "command", "命令"
    RULE = "rule", "规则"
    IMPORT = "import", "导入"
    LINK = "link", "委员评价链接"


class Level(TextChoices):
    """Levels of government, and of the CPPCC bodies beside them."""

    NATIONAL = "national", "全国"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（区）"


class DayKind(TextChoices):
    WORK = "work", "工作日"
    OFF = "off", "休息日"


class LimitUnit(TextChoices):
    DAY = "day", "日"
    WORKING_DAY = "working_day", "工作日"
    MONTH = "month", "个月"


class Base(TextChoices):
    """The day from which a limit counts."""

    GIVEN = "given", "交办"
    RECEIVED = "received", "签收"
    MEETING = "meeting", "交办会"
    SESSION_CLOSE = "session_close", "大会闭幕"


class ClockKind(TextChoices):
    """Every milestone is a clock of its own kind."""

    RECEIPT = "receipt", "签收"
    CONTACT = "contact", "首次沟通"
    OPINION = "opinion", "会办意见"
    DRAFT = "draft", "拟稿"
    REVIEW = "review", "送审"
    REPLY = "reply", "答复"
    FEEDBACK = "feedback", "委员评价"
    SECOND_HANDLING = "second_handling", "重新办理"
    PUBLICATION = "publication", "公开"
    MATERIAL = "material", "提供材料"


class ClockEventKind(TextChoices):
    PAUSE = "pause", "中止计算"
    RESUME = "resume", "恢复计算"
    EXTENSION = "extension", "延期"
    RESTART = "restart", "重新计算"
    CANCEL = "cancel", "撤销"
    CORRECTION = "correction", "更正"
    ALLOWANCE = "allowance", "件数宽限"
    CALENDAR = "calendar", "日历调整"


class Channel(TextChoices):
    INBOX = "inbox", "站内消息"
    EMAIL = "email", "电子邮件"
    WECOM = "wecom", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"
    FEISHU = "feishu", "飞书群机器人"
    WEBHOOK = "webhook", "接口推送"
    SMS = "sms", "短信"


class DispatchStatus(TextChoices):
    PENDING = "pending", "待发"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发"
    DEAD = "dead", "发送失败"
    MOOT = "moot", "已失效"


class JobStatus(TextChoices):
    """How far long work has come; between two slices of it, it is queued again."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


class ShiftStatus(TextChoices):
    """What becomes of a proposal to move open deadlines onto a new calendar."""

    PROPOSED = "proposed", "待批准"
    APPLIED = "applied", "已执行"
    DROPPED = "dropped", "不予调整"


class NumberStatus(TextChoices):
    RESERVED = "reserved", "预留"
    ISSUED = "issued", "已用"
    VOID = "void", "作废"


class PaperKind(TextChoices):
    """What a series of numbers may serve: some offices number opinions apart from replies."""

    REPLY = "reply", "答复"
    OPINION = "opinion", "会办意见"


class GapKind(TextChoices):
    """Why no paper bears a number."""

    MISSING = "missing", "断号"
    RESERVED = "reserved", "预留未用"
    VOID = "void", "作废"
