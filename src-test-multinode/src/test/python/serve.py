"""Serves an agent type until it is killed, at the first of several gateways that is there.

Usage: serve.py TYPE NAME ADDRESS...
"""

import asyncio
import sys

from peers import Echo, connect


async def serve(agent_type: str, name: str, address: str) -> None:
    runtime = await connect(address)
    await Echo.register(runtime, agent_type, lambda: Echo(name))
    print("ready", name, address)
    await runtime._host_connection._connection_task  # ends with the stream


async def main() -> None:
    agent_type, name, *addresses = sys.argv[1:]
    while True:
        for address in addresses:
            try:
                await serve(agent_type, name, address)
            except Exception as e:
                print("not at", address, repr(e)[:200])
            await asyncio.sleep(0.2)


asyncio.run(main())
