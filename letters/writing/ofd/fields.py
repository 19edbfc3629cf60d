"""What an archive may read from the file without reading the page: the letter's fields by their names."""

from __future__ import annotations

from letters.letter import Letter
from letters.profiles import GradePlace, Profile, SignerPlace
from letters.writing import wording


def of(letter: Letter, profile: Profile) -> dict[str, str]:
    """Name to value, for what the letter prints; what is only recorded and people's telephones stay out of the file."""
    grade = letter.grade if profile.grade is not GradePlace.NOT_PRINTED else None
    signers = letter.signatory if profile.signer is not SignerPlace.NOT_PRINTED else ()
    stated = {
        "标题": letter.title,
        "发文机关": letter.issuer,
        "发文字号": letter.doc_number,
        "签发人": "、".join(signers),
        "成文日期": letter.date and letter.date.isoformat(),
        "主送": letter.salutation and letter.salutation.rstrip("：:"),
        "提案号": letter.proposal_number,
        "案由": letter.proposal_title,
        "届次": letter.session and wording.session(letter.session, profile),
        "办理结果": grade,
        "公开属性": letter.publicity,
        "署名": "、".join(filter(None, (letter.sign_off, *letter.joint_with))),
        "抄送": "".join(wording.copies(letter.cc)) if letter.cc else "",
        "印发机关": letter.printed_by,
        "印发日期": letter.printed_on and letter.printed_on.isoformat(),
    }
    return {name: value for name, value in stated.items() if value}
