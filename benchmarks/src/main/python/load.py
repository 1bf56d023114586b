"""The two workers of the benchmark.

load.py ADDRESS serve    answers requests, and counts events
load.py ADDRESS ask      does what its input says: "requests IN_FLIGHT SECONDS BYTES", "events WINDOW SECONDS BYTES";
                         says "figures COUNT SECONDS P50_MICROS P99_MICROS" of each
"""

import asyncio
import logging
import sys
import time
from dataclasses import dataclass

from autogen_core import (
    AgentId,
    MessageContext,
    RoutedAgent,
    TopicId,
    TypeSubscription,
    event,
    rpc,
    try_get_known_serializers_for_type,
)
from autogen_ext.runtimes.grpc import GrpcWorkerAgentRuntime

logging.disable(logging.CRITICAL)

AGENT = AgentId("bench", "one")
TOPIC = TopicId("bench-events", "one")


@dataclass
class Ask:
    text: str


@dataclass
class Answer:
    text: str


@dataclass
class Happened:
    sent: int
    text: str


@dataclass
class Count:
    """Asks for the latencies of the events since the last time."""

    expected: int


@dataclass
class Counted:
    micros: list[int]


class Bench(RoutedAgent):
    def __init__(self) -> None:
        super().__init__("bench")
        self._micros: list[int] = []

    @rpc
    async def on_ask(self, message: Ask, ctx: MessageContext) -> Answer:
        return Answer(message.text)

    @event
    async def on_happened(self, message: Happened, ctx: MessageContext) -> None:
        self._micros.append((time.time_ns() - message.sent) // 1000)

    @rpc
    async def on_count(self, message: Count, ctx: MessageContext) -> Counted:
        while len(self._micros) < message.expected:
            await asyncio.sleep(0.0005)
        micros, self._micros = self._micros, []
        return Counted(micros)


async def connect(address: str) -> GrpcWorkerAgentRuntime:
    runtime = GrpcWorkerAgentRuntime(host_address=address)
    await runtime.start()
    for message in (Ask, Answer, Happened, Count, Counted):
        runtime.add_message_serializer(try_get_known_serializers_for_type(message))
    return runtime


async def serve(address: str) -> None:
    runtime = await connect(address)
    await Bench.register(runtime, AGENT.type, Bench)
    await runtime.add_subscription(TypeSubscription(TOPIC.type, AGENT.type))
    print("serving")
    await asyncio.get_event_loop().run_in_executor(None, sys.stdin.read)


async def requests(runtime: GrpcWorkerAgentRuntime, in_flight: int, seconds: float, size: int) -> list[int]:
    text = "x" * size
    end = time.monotonic() + seconds
    micros: list[int] = []

    async def ask() -> None:
        while time.monotonic() < end:
            start = time.perf_counter_ns()
            await runtime.send_message(Ask(text), AGENT)
            micros.append((time.perf_counter_ns() - start) // 1000)

    await asyncio.gather(*(ask() for _ in range(in_flight)))
    return micros


async def events(runtime: GrpcWorkerAgentRuntime, window: int, seconds: float, size: int) -> list[int]:
    text = "x" * size
    end = time.monotonic() + seconds
    micros: list[int] = []
    while time.monotonic() < end:
        for _ in range(window):
            await runtime.publish_message(Happened(time.time_ns(), text), TOPIC)
        counted = await runtime.send_message(Count(window), AGENT)
        micros += counted.micros
    return micros


async def ask(address: str) -> None:
    runtime = await connect(address)
    print("asking")
    loop = asyncio.get_event_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        what, width, seconds, size = line.split()
        start = time.monotonic()
        load = requests if what == "requests" else events
        micros = sorted(await load(runtime, int(width), float(seconds), int(size)))
        elapsed = time.monotonic() - start
        print("figures", len(micros), elapsed, micros[len(micros) // 2], micros[len(micros) * 99 // 100])


asyncio.run((serve if sys.argv[2] == "serve" else ask)(sys.argv[1]))
