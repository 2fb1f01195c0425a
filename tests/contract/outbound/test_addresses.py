from ipaddress import ip_address

import pytest

from services.runtime.addresses import DENIED, Guard, WrongNetwork, canonical, url_fault


def words(text: str) -> list[str]:
    return text.split()


NOT_GLOBAL = words("""
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.8.8.8 168.63.129.16 169.254.169.254
169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1
192.168.1.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 224.1.2.3 239.255.255.250
240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1
64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:53aa:64c::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::
2620:4f:8000::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1
""")
GLOBAL = words("""
1.1.1.1 8.8.8.8 93.184.215.14 172.15.0.1 172.32.0.1 2606:4700:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8
""")
FORMS = words("https://{}/hook https://{}:8443/ HTTPS://{}/?a=b")


@pytest.mark.parametrize("text", NOT_GLOBAL)
def test_an_address_that_is_not_global_is_refused(text: str) -> None:
    assert not Guard().permits(ip_address(text))


@pytest.mark.parametrize("text", GLOBAL)
def test_a_global_address_is_permitted(text: str) -> None:
    assert Guard().permits(ip_address(text))


def test_every_network_of_the_list_is_refused_from_its_first_address_to_its_last() -> None:
    for network in DENIED:
        assert not Guard().permits(network[0])
        assert not Guard().permits(network[-1])


def test_an_allowed_network_opens_itself_and_no_other() -> None:
    guard = Guard.of(["127.0.0.0/8", "10.1.0.0/16"])
    assert guard.permits(ip_address("127.0.0.1"))
    assert guard.permits(ip_address("::ffff:10.1.2.3"))
    assert not guard.permits(ip_address("10.2.0.1"))
    assert not guard.permits(ip_address("::1"))


def test_an_ipv4_address_in_ipv6_clothes_is_the_ipv4_address() -> None:
    assert canonical(ip_address("::ffff:192.168.0.1")) == ip_address("192.168.0.1")


@pytest.mark.parametrize("cidr", ["10.0.0.1/8", "everything", "10.0.0.0/33", ""])
def test_what_is_no_network_is_refused_by_the_name_of_its_setting(cidr: str) -> None:
    with pytest.raises(WrongNetwork, match="TOCSIN_ALLOWED_ADDRESSES"):
        Guard.of([cidr])


@pytest.mark.parametrize("text", NOT_GLOBAL)
@pytest.mark.parametrize("form", FORMS)
def test_a_url_at_such_an_address_is_refused_when_it_is_named(text: str, form: str) -> None:
    host = f"[{text}]" if ":" in text else text
    assert url_fault(form.format(host), Guard()) is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/",
        "https://desk.localhost/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://0/",
        "https://127.0.0.1./",
        "https://desk.example./",
        "https://\uff11\uff12\uff17.0.0.1/",
        "https://127。0。0。1/",
        "https://①②⑦.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
        "https://[fe80::1%25eth0]/",
        "https://user@desk.example/",
        "https://user:word@desk.example/",
        "https://desk.example@127.0.0.1/",
        "https://desk.example/#part",
        "https://desk.example#@127.0.0.1/",
        "https://desk.example/\r\nx: y",
        "https://desk.example/ two",
        "https://desk.example\\@127.0.0.1/",
        "https://desk.example\t/",
        "https://desk.example:22/",
        "https://desk.example:80/",
        "https://desk.example:0/",
        "https://desk.example:99999/",
        "https:///hook",
        "https://",
        "https:desk.example",
        "//desk.example/hook",
        "/hook",
        "ftp://desk.example/",
        "file:///etc/passwd",
        "gopher://desk.example/",
        "http://desk.example/",
        "http://8.8.8.8/",
        "javascript:alert(1)",
        "desk.example/hook",
        "",
    ],
)
def test_a_url_of_a_doubtful_form_is_refused(url: str) -> None:
    assert url_fault(url, Guard()) is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://desk.example/hook",
        "https://desk.example:443/hook?key=1",
        "https://desk.example:8443/",
        "https://8.8.8.8/hook",
        "https://[2606:4700:4700::1111]/hook",
        "https://xn--mller-kva.example/",
        "HTTPS://DESK.EXAMPLE/",
    ],
)
def test_a_plain_https_url_is_taken(url: str) -> None:
    assert url_fault(url, Guard()) is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "http://localhost:9000/", "https://127.0.0.1:9000/"])
def test_where_the_deployment_allows_loopback_it_is_taken_by_http_too(url: str) -> None:
    guard = Guard.of(["127.0.0.0/8"])
    assert url_fault(url, guard) is None
    assert url_fault("http://10.0.0.1/", guard) is not None


def test_a_name_may_be_http_where_any_network_is_allowed_and_is_judged_at_the_socket() -> None:
    assert url_fault("http://receiver:8000/hook", Guard.of(["172.16.0.0/12"])) is None
