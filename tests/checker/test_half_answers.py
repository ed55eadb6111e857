"""Name servers that answer one kind of question and fail at the other prove nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import dns.message
import dns.rcode
import dns.rdatatype
import pytest

from finder.checker import Names
from finder.items import Failure
from finder.observe import LookFailed


class HalfAnswering(asyncio.DatagramProtocol):
    """Says of every name that it has no address of one family (last), and fails for the other."""

    def __init__(self, failing: str, *, silent: bool) -> None:
        self.failing = failing
        self.silent = silent

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        question = dns.message.from_wire(data)
        answer = dns.message.make_response(question, recursion_available=True)
        fails = dns.rdatatype.to_text(question.question[0].rdtype) == self.failing
        if fails and self.silent:
            return
        if fails:
            answer.set_rcode(dns.rcode.SERVFAIL)
        asyncio.get_running_loop().call_later(
            0.0 if fails else 0.2, self.transport.sendto, answer.to_wire(), address
        )


@pytest.mark.parametrize("failing", ["A", "AAAA"])
@pytest.mark.parametrize("silent", [True, False])
def test_a_name_is_not_said_to_be_gone_while_one_question_is_unanswered(failing: str, silent: bool) -> None:
    async def ask() -> Failure:
        loop = asyncio.get_running_loop()
        server, _ = await loop.create_datagram_endpoint(
            lambda: HalfAnswering(failing, silent=silent), local_addr=("127.0.0.1", 0)
        )
        names = Names(servers=[f"127.0.0.1:{server.get_extra_info('sockname')[1]}"], timeout=0.6)
        try:
            with pytest.raises(LookFailed) as failed:
                await names.addresses("half.example")
            return failed.value.failure
        finally:
            await names.close()
            server.close()

    assert asyncio.run(ask()) is Failure.DNS_FAILED
