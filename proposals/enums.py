"""Words of the case: its states, kinds and the ways people are named."""

from django.db.models import TextChoices


class ProposalStatus(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审查"
    FILED = "filed", "待交办"
    IN_HAND = "in_hand", "办理中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    ARCHIVED = "archived", "已归档"
    REFUSED = "refused", "不予立案"
    MERGED = "merged", "已并案"
    WITHDRAWN = "withdrawn", "已撤案"


class AssignmentStatus(TextChoices):
    WAITING = "waiting", "待签收"
    IN_HAND = "in_hand", "办理中"
    RETURNING = "returning", "申退中"
    ANSWERED = "answered", "已答复"
    RETURNED = "returned", "已退办"
    WAIVED = "waived", "已免会办"


class AssignmentRole(TextChoices):
    SOLE = "sole", "单办"
    LEAD = "lead", "主办"
    ASSIST = "assist", "会办"
    SEPARATE = "separate", "分办"


class Nature(TextChoices):
    SESSION = "session", "会议提案"
    INTERIM = "interim", "平时提案"


class Origin(TextChoices):
    MADE = "made", "本系统办理"
    IMPORTED = "imported", "历史件"


class ProposerKind(TextChoices):
    PERSON = "person", "委员"
    BODY = "body", "集体"


class ProposerRole(TextChoices):
    LEAD = "lead", "第一提案人"
    JOINT = "joint", "联名"


class RefusalGround(TextChoices):
    """The ten national grounds for 不予立案."""

    SECRET = "secret", "涉及党和国家秘密"
    FORBIDDEN = "forbidden", "国家明令禁止"
    PARTY_PERSONNEL = "party_personnel", "中共党员对党内有关组织、人事安排等方面的意见"
    PARTY_INTERNAL = "party_internal", "民主党派成员反映本组织内部问题"
    LITIGATION = "litigation", "进入民事、刑事、行政诉讼或仲裁程序"
    ACADEMIC = "academic", "属于学术研讨"
    PRIVATE = "private", "为本人或亲属解决个人问题"
    ADVERTISING = "advertising", "宣传、推介具体作品、产品"
    ACCUSATION = "accusation", "指名举报"
    EMPTY = "empty", "内容空泛、没有具体建议"


class ContactWay(TextChoices):
    MEETING = "meeting", "面商"
    VISIT = "visit", "走访"
    FORUM = "forum", "座谈"
    PHONE = "phone", "电话"
    MAIL = "mail", "邮件"
    LETTER = "letter", "书信"
    OTHER = "other", "其他"


class ListField(TextChoices):
    """What a column of a list may mean. Programs use these words as keys."""

    NUMBER = "number", "提案号"
    TITLE = "title", "案由"
    LEAD_PROPOSER = "lead_proposer", "第一提案人"
    JOINT_PROPOSERS = "joint_proposers", "联名人"
    PROPOSERS = "proposers", "提案人（首名为第一提案人）"
    PHONE = "phone", "第一提案人电话"
    SECTOR = "sector", "界别（核对委员名册）"
    CATEGORY = "category", "提案分类"
    NATURE = "nature", "提案性质（会议、平时）"
    IS_KEY = "is_key", "重点提案"
    CONSENT = "consents_to_publication", "是否同意公开"
    SESSION = "session", "届次"
    FILED_ON = "filed_on", "立案日期"
    BODY = "body", "提案内容"
    ASKS = "asks", "具体建议"
    UNITS = "units", "办理单位（注明主办、会办）"
    LEAD = "lead", "主办单位"
    ASSIST = "assist", "会办单位"
    SEPARATE = "separate", "分办单位"


class ImportOutcome(TextChoices):
    """What becomes of one row of a list."""

    TAKEN = "taken", "可导入"
    UNCHANGED = "unchanged", "已有"
    REFUSED = "refused", "不能导入"


class RefusalOutcome(TextChoices):
    """Where a refused proposal goes."""

    OPINION = "opinion", "转为意见和建议"
    RETURNED = "returned", "退回提案人"
    PUBLIC_VIEW = "public_view", "转为社情民意"
    LETTER = "letter", "转为委员来信"


class PlanWish(TextChoices):
    """What a unit says of a proposed allocation."""

    NOT_OURS = "not_ours", "不宜由本单位承办"
    JOIN = "join", "本单位应参与会办"
    LEAD = "lead", "应由本单位主办"


class Decision(TextChoices):
    """How a request was decided."""

    ASKED = "asked", "待定"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤销"


class NoteKind(TextChoices):
    """What is noted on the way through a unit and by those who watch over it."""

    PROPOSED = "proposed", "拟办意见"
    INSTRUCTION = "instruction", "领导批示"
    CONVENED = "convened", "协调意见"
    URGING = "urging", "催办"
    SUPERVISING = "supervising", "督办"
    ANSWER = "answer", "催办督办回复"
    ORIGINAL = "original", "代录原件"


class MaterialStatus(TextChoices):
    ASKED = "asked", "待提供"
    GIVEN = "given", "已提供"
    WITHDRAWN = "withdrawn", "已撤销"
