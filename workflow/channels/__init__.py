"""Ways out of the office, all alike: a module with `address_of(user)` and `send(dispatch)`."""

from __future__ import annotations

from types import ModuleType

from workflow.channels import dingtalk, email, feishu, inbox, sms, webhook, wecom
from workflow.enums import Channel

TRANSPORTS: dict[Channel, ModuleType] = {
    Channel.INBOX: inbox,
    Channel.EMAIL: email,
    Channel.WECOM: wecom,
    Channel.DINGTALK: dingtalk,
    Channel.FEISHU: feishu,
    Channel.WEBHOOK: webhook,
    Channel.SMS: sms,
}
