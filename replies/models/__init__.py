"""The rows of the answer."""

from replies.models.copy import CopyRecipient
from replies.models.countersign import Countersignature
from replies.models.feedback import Feedback, FeedbackLink
from replies.models.grade import GradeChange
from replies.models.incoming import IncomingLetter
from replies.models.policy import PolicyDocument
from replies.models.reply import ArchivedFile, Reply

__all__ = [
    "ArchivedFile",
    "CopyRecipient",
    "Countersignature",
    "Feedback",
    "FeedbackLink",
    "GradeChange",
    "IncomingLetter",
    "PolicyDocument",
    "Reply",
]
