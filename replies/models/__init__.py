"""The rows of the answer."""

from replies.models.archived import ArchivedFile
from replies.models.copy import CopyRecipient
from replies.models.countersign import Countersignature
from replies.models.feedback import Feedback, FeedbackLink
from replies.models.grade import GradeChange
from replies.models.imported import ImportedFile
from replies.models.incoming import IncomingLetter
from replies.models.policy import PolicyDocument
from replies.models.promise import Promise
from replies.models.publication import Publication
from replies.models.reply import Reply
from replies.models.waiver import Waiver
from replies.models.working import Editing, Remark, TextVersion, UnsavedText

__all__ = [
    "ArchivedFile",
    "CopyRecipient",
    "Countersignature",
    "Editing",
    "Feedback",
    "FeedbackLink",
    "GradeChange",
    "ImportedFile",
    "IncomingLetter",
    "PolicyDocument",
    "Promise",
    "Publication",
    "Remark",
    "Reply",
    "TextVersion",
    "UnsavedText",
    "Waiver",
]
