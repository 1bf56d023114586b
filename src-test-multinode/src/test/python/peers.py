"""Agents and messages of the tests, as an AutoGen user writes them."""

import asyncio
from dataclasses import dataclass

from autogen_core import AgentId, MessageContext, RoutedAgent, TopicId, TypeSubscription, message_handler, rpc, event
from autogen_core import try_get_known_serializers_for_type
from autogen_ext.runtimes.grpc import GrpcWorkerAgentRuntime
from pydantic import BaseModel


@dataclass
class Ping:
    text: str


class Pong(BaseModel):
    text: str
    by: str


@dataclass
class News:
    headline: str
    number: int = 0


@dataclass
class Slow:
    seconds: float


MESSAGES = [Ping, Pong, News, Slow]


class Echo(RoutedAgent):
    """Answers a Ping with a Pong that tells its key and, if it has one, the name of its process."""

    def __init__(self, name: str = "") -> None:
        super().__init__("echo")
        self._name = name

    @rpc
    async def on_ping(self, message: Ping, ctx: MessageContext) -> Pong:
        if message.text == "fail":
            raise ValueError("told to fail")
        return Pong(text=message.text, by=self._name or str(self.id))

    @rpc
    async def on_slow(self, message: Slow, ctx: MessageContext) -> Pong:
        await asyncio.sleep(message.seconds)
        return Pong(text="slow", by=self._name or str(self.id))


class Listener(RoutedAgent):
    """Keeps the news it hears."""

    heard: list[tuple[str, str, str]] = []

    def __init__(self) -> None:
        super().__init__("listener")

    @event
    async def on_news(self, message: News, ctx: MessageContext) -> None:
        assert ctx.topic_id is not None
        Listener.heard.append((str(self.id), str(ctx.topic_id.source), message.headline))


async def connect(address: str, **options) -> GrpcWorkerAgentRuntime:
    runtime = GrpcWorkerAgentRuntime(host_address=address, **options)
    await runtime.start()
    for message in MESSAGES:
        runtime.add_message_serializer(try_get_known_serializers_for_type(message))
    return runtime


async def until(condition, seconds: float = 30) -> None:
    """Waits until a condition holds."""
    end = asyncio.get_event_loop().time() + seconds
    while not condition():
        if asyncio.get_event_loop().time() > end:
            raise TimeoutError(f"not within {seconds} s")
        await asyncio.sleep(0.02)
