"""Serves an agent type, tells of each request which attempt it is said to be, and with "hold" answers none.

Usage: witness.py TYPE NAME ADDRESS [hold]
"""

import asyncio
import sys

from autogen_core import MessageContext, rpc

from peers import Echo, Ping, Pong, connect


class Holder(Echo):
    @rpc
    async def on_ping(self, message: Ping, ctx: MessageContext) -> Pong:
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")


def tell_of_requests(runtime) -> None:
    """AutoGen keeps the metadata of requests from its agents."""
    process = runtime._process_request
    count = 0

    async def tell_and_process(request) -> None:
        nonlocal count
        count += 1
        text = runtime._serialization_registry.deserialize(
            request.payload.data,
            type_name=request.payload.data_type,
            data_content_type=request.payload.data_content_type,
        ).text
        print("got", count, "text", text, "attempt", request.metadata.get("troupe-attempt", "unmarked"))
        await process(request)

    runtime._process_request = tell_and_process


async def main() -> None:
    agent_type, name, address, *hold = sys.argv[1:]
    runtime = await connect(address)
    tell_of_requests(runtime)
    await Echo.register(runtime, agent_type, lambda: Holder(name) if hold else Echo(name))
    print("ready", name, address)
    await runtime._host_connection._connection_task  # ends with the stream


asyncio.run(main())
