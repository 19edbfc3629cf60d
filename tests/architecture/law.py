"""The law of the office, written by hand: who may do what in which state, and where it leads.

Written from how offices handle proposals, not from the tables of the code: the two are held against each other by
test_matrix_by_hand.py. Whoever changes a flow changes this page too, and an official can read what became of it.

【state】 who holds the pen in it; 终 for an end: nothing more is expected. 【始】 is before the first state.
`who：move→state` one line for those who may do the same; a move without an arrow leaves the state as it is.
＊ may be taken back: by whoever may make it or by 督查, and it leads back to where it came from.
随办 follows from another verb and has no button of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PROPOSAL = """
【始】
提案委：登记→草稿
随办 管理员、督查：补录历史件→已办结

【草稿】提案委
提案委：提交审查→待审查＊
随办 提案委、管理员：结转

【待审查】提案委
提案委：退回修改→草稿＊；立案→待交办＊；不予立案→不予立案＊；撤案→已撤案＊
督查、提案委：更正提案人
随办 提案委、管理员：结转

【待交办】督查
提案委：并案→已并案；撤案→已撤案＊
督查：预交办；处理预交办意见
督查、提案委：交办→办理中＊
单位办公室：预交办意见
督查、提案委：列为重点提案；更正提案人；更正领办、督办领导
督查：更正案号、日期
随办 管理员、督查：单位变更
随办 提案委、管理员：结转

【办理中】单位办公室
督查：增加承办单位；更正承办方式；更正案号、日期
督查、提案委：列为重点提案；重点督办报告；更正提案人；更正领办、督办领导
单位办公室、督查、提案委：重点办理方案
随办 单位办公室、督查：答复→已答复
随办 提案委、管理员：结转

【已答复】提案委
督查、提案委：办结→已办结＊；重点督办报告；更正提案人；更正领办、督办领导
督查：更正案号、日期
随办 督查、提案委：重新办理→办理中
随办 提案委、管理员：结转

【已办结】督查
单位办公室、督查：归档→已归档＊
督查：更正案号、日期
督查、提案委：更正提案人；更正领办、督办领导

【已归档】终
督查：更正案号、日期
督查、提案委：更正提案人；更正领办、督办领导

【不予立案】终
督查、提案委：更正提案人

【已并案】终
提案委：取消并案→待交办
督查：更正案号、日期
督查、提案委：更正提案人

【已撤案】终
督查：更正案号、日期
督查、提案委：更正提案人
"""

ASSIGNMENT = """
【始】
随办 督查、提案委：交办→待签收
随办 管理员、督查：补录历史件→已答复

【待签收】单位办公室
单位办公室：签收→办理中＊；申退→申退中＊；回复催办督办
督查：催办；督办；免予会办→已免会办＊；更正单位、日期
随办 督查、提案委：撤回交办→已退办
随办 管理员、督查：整体划转
随办 单位办公室、管理员：离岗移交

【办理中】承办人
单位办公室：拟办意见；建议增加单位；申退→申退中＊；回复催办督办
单位办公室、签发人：领导批示
单位办公室、科室负责人：分送承办人＊
单位办公室、承办人：沟通登记；申请延期
督查：不予增加单位；同意延期；不同意延期；中止计算；恢复计算；催办；督办；免予会办→已免会办＊；更正单位、日期
随办 单位办公室、承办人：答复→已答复
随办 管理员、督查：整体划转
随办 单位办公室、管理员：离岗移交

【申退中】督查
督查：召集协调；同意退回→已退办；拒绝申退→办理中＊；更正单位、日期
随办 管理员、督查：整体划转
随办 单位办公室、管理员：离岗移交

【已答复】督查
督查：恢复计算；更正单位、日期
随办 督查、提案委：重新办理→办理中
随办 单位办公室、管理员：离岗移交

【已退办】终
随办 督查：随提案更正交办日期

【已免会办】终
督查：更正单位、日期
"""

MATERIAL = """
【始】
承办人、科室负责人、单位办公室：征集材料→待提供

【待提供】单位办公室
承办人、科室负责人、单位办公室：提供材料→已提供＊；撤销征集→已撤销＊
随办 管理员、督查：单位变更

【已提供】承办人
承办人、科室负责人、单位办公室：退回补充→待提供
随办 管理员、督查：单位变更

【已撤销】终
"""

REPLY = """
【始】
承办人、单位办公室：拟稿→拟稿；录入会办意见→已送达
随办 管理员、督查：补录历史件→已送达
随办 单位办公室、督查：重新制发→拟稿

【拟稿】承办人
承办人、单位办公室：提交审核→科室审核＊；提交审核→办公室核稿＊；套用主件正文
单位办公室：录入审签结果→待编号＊
单位办公室：预留文号；作废预留文号
单位办公室、督查：作废→作废＊
随办 管理员、督查：单位变更

【科室审核】科室负责人
科室负责人：审核通过→办公室核稿＊；退回拟稿→拟稿＊
单位办公室：录入审签结果→待编号＊
单位办公室：预留文号；作废预留文号
单位办公室、督查：作废→作废＊
随办 管理员、督查：单位变更

【办公室核稿】单位办公室
单位办公室：审核通过→会签＊；审核通过→送审＊；审核通过→待签发＊；退回拟稿→拟稿＊；录入审签结果→待编号＊
单位办公室：预留文号；作废预留文号
单位办公室、督查：作废→作废＊
随办 管理员、督查：单位变更

【会签】会签单位
会签单位：会签
会签单位、单位办公室：退回拟稿→拟稿
单位办公室：预留文号；作废预留文号
单位办公室、督查：作废→作废＊
随办 会签单位：会签完毕→送审；会签完毕→待签发
随办 管理员、督查：单位变更

【送审】督查
督查：审核通过→待签发＊；退回拟稿→拟稿＊；调整办理结果
单位办公室：预留文号；作废预留文号
单位办公室、督查：作废→作废＊
随办 管理员、督查：单位变更

【待签发】签发人
签发人：签发→待编号＊；退回拟稿→拟稿＊
单位办公室：录入审签结果→待编号＊
单位办公室：预留文号；作废预留文号
单位办公室、督查：作废→作废＊
随办 管理员、督查：单位变更

【待编号】单位办公室
单位办公室：编号→待送达；预留文号；作废预留文号

【待送达】单位办公室
单位办公室：送达→已送达
督查：更正文号、日期
单位办公室、督查：重新制发→已被代替

【已送达】提案委
督查、提案委：登记委员评价；重新办理
督查：调整办理结果；更正文号、日期
单位办公室、督查：登记送交＊；登记委员收到＊
单位办公室：公开审查
承办人、单位办公室：列入落实事项
单位办公室、督查：重新制发
随办 单位办公室：由新件代替→已被代替
随办 管理员、督查：单位变更

【已被代替】终

【作废】终
"""

PROMISE = """
【始】
随办 承办人、单位办公室：列入落实事项→待落实

【待落实】单位办公室
承办人、单位办公室：落实销号→已落实＊
随办 管理员、督查：单位变更

【已落实】终
"""

COPY = """
【始】
单位办公室：发出抄送→待签收
随办 单位办公室：随答复发出→待签收

【待签收】单位办公室
单位办公室、督查、提案委：登记签收→已签收＊；登记退回→退回＊

【已签收】终

【退回】单位办公室
单位办公室：重新发出→待签收
"""

LAW = {
    "proposal": PROPOSAL,
    "assignment": ASSIGNMENT,
    "material": MATERIAL,
    "reply": REPLY,
    "promise": PROMISE,
    "copy": COPY,
}
START, END = "始", "终"


@dataclass(frozen=True, slots=True, order=True)
class Clause:
    """One person's one move: 待审查 提案委 立案→待交办."""

    state: str
    role: str
    move: str
    target: str
    offered: bool

    def __str__(self) -> str:
        follows = "" if self.offered else "（随办）"
        return f"【{self.state}】{self.role}：{self.move}→{self.target}{follows}"


def holders(text: str) -> dict[str, str]:
    """Who holds the pen in each state; 终 in an end."""
    return dict(re.findall(r"^【(?!始)(.+?)】(\S+)$", text, re.MULTILINE))


def clauses(text: str) -> set[Clause]:
    """Every sentence of one law, with what may be taken back."""
    found = set()
    for block in re.split(r"^(?=【)", text, flags=re.MULTILINE)[1:]:
        heading, *lines = block.strip().splitlines()
        state = heading[1 : heading.index("】")]
        found |= {clause for line in lines for clause in _of_line(state, line)}
    return found


def _of_line(state: str, line: str) -> set[Clause]:
    offered = not line.startswith("随办 ")
    roles, moves = line.removeprefix("随办 ").split("：")
    who = set(roles.split("、"))
    found = set()
    for each in moves.split("；"):
        move, _, target = each.removesuffix("＊").partition("→")
        found |= {Clause(state, role, move, target or state, offered) for role in who}
        if each.endswith("＊"):
            back = f"撤回{move}"
            found |= {Clause(target or state, role, back, state, offered=True) for role in who | {"督查"}}
    return found
