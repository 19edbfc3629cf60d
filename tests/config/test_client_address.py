"""Failed logins are counted by address: behind a proxy by what it saw, never by what a client writes itself."""

import pytest
from axes.helpers import get_client_ip_address
from django.test import RequestFactory

PROXY = "10.0.0.1"


@pytest.mark.parametrize(("proxies", "forwarded", "address"), [
    (0, None, PROXY),
    (0, "1.1.1.1", PROXY),  # no proxy of ours: the client's own word
    (1, None, PROXY),
    (1, "2.2.2.2", "2.2.2.2"),
    (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
    (2, "1.1.1.1, 2.2.2.2, 10.0.0.2", "2.2.2.2"),
    (2, "2.2.2.2", PROXY),  # it passed by one of the two
    (1, "2001:db8::1", "2001:db8::1"),
    (1, "unknown", PROXY),
    (1, "", PROXY),
])  # fmt: skip
def test_the_address_is_what_our_outermost_proxy_saw(settings, proxies, forwarded, address):
    settings.PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/admin/login/", headers=headers, REMOTE_ADDR=PROXY)
    assert get_client_ip_address(request) == address
