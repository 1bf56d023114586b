"""AutoGen's own host. Usage: host.py; says its port, ends with its input."""

import asyncio
import logging
import socket
import sys

from autogen_ext.runtimes.grpc import GrpcWorkerAgentRuntimeHost

logging.disable(logging.CRITICAL)


async def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    host = GrpcWorkerAgentRuntimeHost(address=f"127.0.0.1:{port}")
    host.start()
    print("ready workers=127.0.0.1:%d" % port)
    await asyncio.get_event_loop().run_in_executor(None, sys.stdin.read)
    await host.stop()


asyncio.run(main())
