"""Object storage and a server of files by SSH, of the test's own: what `s3://` and `sftp://` need to be tried."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

BUCKET = "starschema"

PASSWORD = "s3cr3t-Pa55"


@contextmanager
def object_storage(bucket: str = BUCKET) -> Iterator[str]:
    """Serve an empty bucket, and yield its URL; the environment says where it is, as it does for users."""
    import boto3
    import s3fs
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else a failing test tells thousands of requests
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ENDPOINT": f"http://{host}:{port}",  # what Sail goes by
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "tester",
        "AWS_SECRET_ACCESS_KEY": PASSWORD,
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with mock.patch.dict(os.environ, told):
        boto3.client("s3").create_bucket(Bucket=bucket)
        s3fs.S3FileSystem.clear_instance_cache()
        try:
            yield f"s3://{bucket}"
        finally:
            s3fs.S3FileSystem.clear_instance_cache()
            server.stop()


@contextmanager
def file_server(folder: Path) -> Iterator[str]:
    """Serve a folder by SFTP, and yield its URL with user and password."""
    import asyncssh
    from fsspec.implementations.sftp import SFTPFileSystem

    class Users(asyncssh.SSHServer):
        """Knows one user, and who is connected."""

        def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
            connected.append(conn)

        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("ann", PASSWORD)

    connected: list[asyncssh.SSHServerConnection] = []
    answering: Future[int] = Future()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        key = asyncssh.generate_private_key("ssh-ed25519")
        server = await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Users, server_host_keys=[key], sftp_factory=True, allow_scp=False
        )
        answering.set_result(server.get_port())
        await over.wait()
        server.close()
        for one in connected:
            one.abort()
            await one.wait_closed()
        await server.wait_closed()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), name="file-server", daemon=True)
    thread.start()
    try:
        yield f"sftp://ann:{PASSWORD}@127.0.0.1:{answering.result(30)}{folder}"
    finally:
        for files in SFTPFileSystem._cache.values():
            files.client.close()
        SFTPFileSystem.clear_instance_cache()
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()
