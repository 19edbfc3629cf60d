"""Words of the answer: its states, kinds, ways of clearance, marks."""

from django.db.models import TextChoices


class ReplyStatus(TextChoices):
    DRAFT = "draft", "拟稿"
    SECTION = "section", "科室审核"
    OFFICE = "office", "办公室核稿"
    COUNTERSIGN = "countersign", "会签"
    REVIEW = "review", "送审"
    SIGNING = "signing", "待签发"
    SIGNED = "signed", "待编号"
    NUMBERED = "numbered", "待送达"
    SENT = "sent", "已送达"
    SUPERSEDED = "superseded", "已被代替"
    VOID = "void", "作废"


class ReplyKind(TextChoices):
    FORMAL = "formal", "正式答复"
    INTERIM = "interim", "阶段性答复"
    SUPPLEMENTARY = "supplementary", "补充答复"
    RENEWED = "renewed", "再次答复"
    OPINION = "opinion", "会办意见"


class Clearance(TextChoices):
    """Where the reply is cleared: in this system, in the unit's OA, or on paper."""

    HERE = "here", "本系统审签"
    OA = "oa", "OA审签"
    PAPER = "paper", "纸质审签"


class Publicity(TextChoices):
    OPEN = "open", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    CLOSED = "closed", "不予公开"


class TextSource(TextChoices):
    """Where a version of the text comes from."""

    BEGUN = "begun", "起草"
    EDITOR = "editor", "网页修改"
    UPLOAD = "upload", "上传文件"
    API = "api", "接口"
    COPIED = "copied", "套用主件"
    REISSUED = "reissued", "重新制发"


class Mark(TextChoices):
    SATISFIED = "satisfied", "满意"
    MOSTLY = "mostly", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    NO_VIEW = "no_view", "未表态"


class FeedbackWay(TextChoices):
    LINK = "link", "网上"
    PAPER = "paper", "纸质"
    PHONE = "phone", "电话代录"


class Extent(TextChoices):
    """How much of a reply the public may read."""

    FULL = "full", "全文公开"
    SUMMARY = "summary", "摘要公开"
    NONE = "none", "不予公开"


class PromiseStatus(TextChoices):
    OPEN = "open", "待落实"
    KEPT = "kept", "已落实"


class CopyChannel(TextChoices):
    """How a copy goes out. Only the first two are printed."""

    PAPER = "paper", "纸质专送"
    MAIL = "mail", "邮寄"
    ELECTRONIC = "electronic", "系统交换"


class CopyStatus(TextChoices):
    """What became of a copy that went out; before that it is a line of the letter and no more."""

    SENT = "sent", "待签收"
    RECEIVED = "received", "已签收"
    RETURNED = "returned", "退回"


class IncomingStatus(TextChoices):
    WAITING = "waiting", "待确认"
    MADE = "made", "已建历史件"
    POLICY = "policy", "已入政策库"
    REJECTED = "rejected", "不予导入"
    UNREAD = "unread", "未能识读"
