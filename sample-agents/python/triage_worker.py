"""Gives a second opinion on the documents of the triage: an AutoGen worker beside the Java agents.

Usage: triage_worker.py [ADDRESS]    where the demo says that workers connect; default: 127.0.0.1:50051

It serves the agent type 'opinion', one agent per tenant. It ends when there has been no gateway for a minute.
"""

import asyncio
import re
import sys
import time
from collections import OrderedDict, defaultdict

import grpc
from autogen_core import MessageContext, RoutedAgent, TopicId, event, rpc, try_get_known_serializers_for_type, type_subscription
from autogen_ext.runtimes.grpc import GrpcWorkerAgentRuntime
from pydantic import BaseModel

GIVE_UP_SECONDS = 60
KEPT = 20_000
WORDS = {
    "billing": "invoice subtotal vat payable remittance payment balance total due account credit",
    "legal": "agreement party parties clause liability governing hereby terminate confidential terms contract lease",
    "operations": "incident outage shift cause alarm restarted downtime measures report reported failed line",
    "people": "application position apprenticeship degree vacancy experience interview apply training salary",
    "support": "disappointed refund order replacement broken complaint bought customer shop parcel apology",
}
QUEUES = {word: queue for queue, words in WORDS.items() for word in words.split()}


def named(name):
    """Names a message as the cluster does. AutoGen takes the name from the class, and a class cannot have a dot in it."""

    def rename(message):
        message.__name__ = name
        return message

    return rename


# Models rather than dataclasses: they ignore fields that a later version of a Java event adds.


@named("triage.DocumentReceived")
class DocumentReceived(BaseModel):
    """Published by whoever has a document, on documents/TENANT."""

    id: str
    name: str
    text: str


@named("triage.Decision")
class Decision(BaseModel):
    """Published by the Java agent 'triage', on triage_decision/TENANT."""

    documentId: str
    queue: str
    reason: str


@named("opinion.Give")
class Give(BaseModel):
    """Asks for an opinion on a text."""

    text: str
    documentId: str = ""


@named("opinion.Given")
class Given(BaseModel):
    """An opinion: the answer to Give, and published on second_opinion/TENANT for each document."""

    documentId: str
    queue: str


@named("opinion.Count")
class Count(BaseModel):
    """Asks how many documents there was an opinion on."""


@named("opinion.Totals")
class Totals(BaseModel):
    """The answer to Count; compared are those that the triage decided by their label."""

    given: int
    compared: int
    same: int


def opinion(text: str) -> str:
    """Returns the queue whose words are most of the text's; 'manual' if none of them is in it."""
    hits: defaultdict[str, int] = defaultdict(int)
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in QUEUES:
            hits[QUEUES[word]] += 1
    return max(hits, key=lambda queue: hits[queue], default="manual")


class Book(OrderedDict[str, str]):
    """The queues of the documents that came last. An event may come twice: it is entered once."""

    def enter(self, document_id: str, queue: str) -> None:
        self[document_id] = queue
        if len(self) > KEPT:
            self.popitem(last=False)


class Books:
    """What is known of one tenant. It outlives a connection, not this process."""

    def __init__(self) -> None:
        self.given = Book()
        self.decided = Book()

    def totals(self) -> Totals:
        compared = [self.given[document] == queue for document, queue in self.decided.items() if document in self.given]
        return Totals(given=len(self.given), compared=len(compared), same=sum(compared))


@type_subscription("documents")
@type_subscription("triage_decision")
class SecondOpinion(RoutedAgent):
    """The agent of one tenant: its key is the source of the topics, as for the Java agents."""

    def __init__(self, books: dict[str, Books]) -> None:
        super().__init__("Gives a second opinion on documents.")
        self._books = books[self.id.key]

    @event
    async def on_document(self, message: DocumentReceived, ctx: MessageContext) -> None:
        queue = opinion(message.text)
        self._books.given.enter(message.id, queue)
        await self.publish_message(Given(documentId=message.id, queue=queue), TopicId("second_opinion", self.id.key))

    @event
    async def on_decision(self, message: Decision, ctx: MessageContext) -> None:
        if message.reason == "label":
            self._books.decided.enter(message.documentId, message.queue)

    @rpc
    async def on_give(self, message: Give, ctx: MessageContext) -> Given:
        return Given(documentId=message.documentId, queue=opinion(message.text))

    @rpc
    async def on_count(self, message: Count, ctx: MessageContext) -> Totals:
        return self._books.totals()


async def join(address: str, books: dict[str, Books]) -> GrpcWorkerAgentRuntime:
    runtime = GrpcWorkerAgentRuntime(host_address=address)
    await runtime.start()
    for message in (Given, Totals):  # what handlers take is known by their signatures
        runtime.add_message_serializer(try_get_known_serializers_for_type(message))
    await SecondOpinion.register(runtime, "opinion", lambda: SecondOpinion(books))
    return runtime


async def main(address: str) -> None:
    books: defaultdict[str, Books] = defaultdict(Books)
    last_seen = time.monotonic()
    while time.monotonic() - last_seen < GIVE_UP_SECONDS:
        try:
            runtime = await join(address, books)
            print("ready: serving 'opinion' at", address)
            # AutoGen has no public way to see that its host has gone.
            await asyncio.gather(runtime._host_connection._connection_task, return_exceptions=True)
            print("the gateway has gone")
            last_seen = time.monotonic()
        except grpc.aio.AioRpcError as e:
            print(f"no gateway at {address}: {e.details()}")
        await asyncio.sleep(1)
    sys.exit(f"no gateway at {address} for {GIVE_UP_SECONDS} s (start one: ./troupe demo --keep)")


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051"))
    except KeyboardInterrupt:
        pass
