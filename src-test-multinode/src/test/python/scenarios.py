"""What a worker does and sees; each scenario is a function. Usage: scenarios.py ADDRESS SCENARIO"""

import asyncio
import sys

from autogen_core import AgentId, TopicId, TypeSubscription

from peers import Echo, Listener, News, Ping, Pong, connect, until


async def two_workers(address: str) -> None:
    serving = await connect(address)
    asking = await connect(address)
    await Echo.register(serving, "py-echo", lambda: Echo())

    answer = await asking.send_message(Ping("hi"), AgentId("py-echo", "k1"))

    assert answer == Pong(text="hi", by="py-echo/k1"), answer
    await asking.stop()
    await serving.stop()


async def equal_request_ids(address: str) -> None:
    serving = await connect(address)
    await Echo.register(serving, "py-echo", lambda: Echo())
    askers = [await connect(address) for _ in range(2)]

    async def ask(number: int, asker) -> None:
        for i in range(100):
            text = f"{number}-{i}"
            answer = await asker.send_message(Ping(text), AgentId("py-echo", "same"))
            assert answer.text == text, (answer, text)

    await asyncio.gather(*(ask(number, asker) for number, asker in enumerate(askers)))
    for runtime in [*askers, serving]:
        await runtime.stop()


async def ask_java(address: str) -> None:
    asking = await connect(address)

    answer = await asking.send_message(Ping("from python"), AgentId("java-echo", "k"))

    assert answer == Pong(text="from python", by="java-echo/k"), answer
    await asking.stop()


async def errors(address: str) -> None:
    serving = await connect(address)
    await Echo.register(serving, "py-echo", lambda: Echo())
    asking = await connect(address)
    for target, text, expected in [
        ("nobody", "hi", "agent type 'nobody' is not registered"),
        ("py-echo", "fail", "told to fail"),
        ("java-echo", "fail", "as told"),
        ("py-echo", "x" * 2_000_000, "expected: <= 1048576"),
    ]:
        try:
            await asyncio.wait_for(asking.send_message(Ping(text), AgentId(target, "k")), 60)
        except Exception as e:
            assert expected in str(e), (target, e)
        else:
            raise AssertionError(f"no error from {target}")
    await asking.stop()
    await serving.stop()


async def topics(address: str) -> None:
    listening = await connect(address)
    publishing = await connect(address)
    await Listener.register(listening, "py-listener", lambda: Listener())
    await Listener.register(listening, "py-listener2", lambda: Listener())
    await listening.add_subscription(TypeSubscription("news", "py-listener"))
    await listening.add_subscription(TypeSubscription("news", "py-listener2"))

    await publishing.publish_message(News("one"), TopicId("news", "acme"))

    await until(lambda: len(Listener.heard) >= 2)
    await publishing.publish_message(News("two"), TopicId("news", "acme"))
    await until(lambda: len(Listener.heard) >= 4)
    heard = sorted(Listener.heard)
    assert heard == [
        ("py-listener/acme", "acme", "one"),
        ("py-listener/acme", "acme", "two"),
        ("py-listener2/acme", "acme", "one"),
        ("py-listener2/acme", "acme", "two"),
    ], heard
    await publishing.stop()
    await listening.stop()


async def main() -> None:
    address, name = sys.argv[1:3]
    await asyncio.wait_for(globals()[name](address), 120)
    print("ok", name)


asyncio.run(main())
