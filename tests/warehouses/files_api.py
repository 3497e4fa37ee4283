"""A server that speaks the few calls of Databricks' Files API that a staging takes, and keeps the files in memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

TOKEN = "dapi-s3cr3t"

FILES, FOLDERS = "/api/2.0/fs/files", "/api/2.0/fs/directories"


class Volume:
    """What is in the volumes.

    Args:
        host: Where the server is.
    """

    def __init__(self, host: str) -> None:
        self.host = host
        self.folders: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []


@contextmanager
def files_api() -> Iterator[Volume]:
    """Serve empty volumes to who has the token; those of the catalog `closed` to nobody."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = unquote(urlsplit(self.path).path).rstrip("/")
            served.asked.append(f"{self.command} {path}")
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self.say(401, {"error_code": "UNAUTHENTICATED", "message": "this token is nobody's"})
            elif "/Volumes/closed/" in path:
                self.say(403, {"error_code": "PERMISSION_DENIED", "message": "no right to the volume"})
            elif path.startswith(FILES):
                self.file(path.removeprefix(FILES), body)
            elif path.startswith(FOLDERS):
                self.folder(path.removeprefix(FOLDERS))
            else:
                self.say(404, {"error_code": "ENDPOINT_NOT_FOUND", "message": f"no {path}"})

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

        def file(self, path: str, body: bytes) -> None:
            if self.command == "PUT" and path.rpartition("/")[0] in served.folders:
                served.files[path] = body
                self.say(204)
            elif self.command in ("GET", "HEAD") and path in served.files:
                self.say(200, served.files[path])
            elif self.command == "DELETE" and served.files.pop(path, None) is not None:
                self.say(204)
            else:
                self.say(404, {"error_code": "NOT_FOUND", "message": f"no file or folder for {path}"})

        def folder(self, path: str) -> None:
            inside = [one for one in (*served.files, *served.folders) if one.rpartition("/")[0] == path]
            if self.command == "PUT":
                while path.count("/") > 4:
                    served.folders.add(path)
                    path = path.rpartition("/")[0]
                self.say(204)
            elif path not in served.folders:
                self.say(404, {"error_code": "NOT_FOUND", "message": f"no folder {path}"})
            elif self.command == "GET":
                entries = [{"path": one, "is_directory": one in served.folders} for one in inside]
                self.say(200, {"contents": entries})
            elif inside:
                self.say(409, {"error_code": "DIRECTORY_NOT_EMPTY", "message": f"{path} is not empty"})
            else:
                served.folders.remove(path)
                self.say(204)

        def say(self, status: int, said: object = b"") -> None:
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/octet-stream" if said is body else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Volume(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
