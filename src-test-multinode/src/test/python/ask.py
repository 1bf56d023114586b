"""Asks agents of a type until it is told to stop by the end of its input, then tells what came of it.

Usage: ask.py ADDRESS TYPE KEYS CONCURRENCY
"""

import asyncio
import collections
import json
import sys

from autogen_core import AgentId

from peers import Ping, connect


async def main() -> None:
    address, agent_type, keys, concurrency = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    runtime = await connect(address)
    by: collections.Counter = collections.Counter()
    errors: collections.Counter = collections.Counter()
    wrong = 0
    stop = asyncio.Event()

    async def ask(number: int) -> None:
        nonlocal wrong
        i = 0
        while not stop.is_set():
            i += 1
            text = f"{number}-{i}"
            try:
                answer = await asyncio.wait_for(
                    runtime.send_message(Ping(text), AgentId(agent_type, f"key-{(number + i) % keys}")), 120
                )
                wrong += answer.text != text
                by[answer.by] += 1
            except Exception as e:
                errors[repr(e)[:200]] += 1
                await asyncio.sleep(0.1)

    async def report() -> None:
        while not stop.is_set():
            print("answered", sum(by.values()), "errors", sum(errors.values()))
            await asyncio.sleep(0.2)

    async def wait_for_end() -> None:
        await asyncio.get_event_loop().run_in_executor(None, sys.stdin.read)
        stop.set()

    await asyncio.gather(wait_for_end(), report(), *(ask(number) for number in range(concurrency)))
    print("result", json.dumps({"by": by, "errors": errors, "wrong": wrong}))


asyncio.run(main())
