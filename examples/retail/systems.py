"""The three source systems, with a little data each, disagreeing as systems do."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CRM = """
CREATE TABLE customers (id INTEGER, mail TEXT, full_name TEXT, country TEXT, updated_at TEXT);
INSERT INTO customers VALUES
    (1, 'Ann@X.no', 'Ann Berg', 'Norway', '2024-01-01 08:00:00.000000'),
    (2, 'bo@y.se', 'Bo Ek', 'Sweden', '2024-01-01 08:00:00.000000'),
    (3, 'cy@z.de', NULL, NULL, '2024-01-02 08:00:00.000000'),
    (2, 'bo@y.se', 'Bo Ek', 'Norway', '2024-02-10 12:00:00.000000');
CREATE TABLE calls (no INTEGER, called_at TEXT, customer_id INTEGER, seconds INTEGER);
INSERT INTO calls VALUES
    (1, '2024-01-15 10:00:00.000000', 1, 300), (2, '2024-01-20 11:30:00.000000', 2, 720),
    (3, '2024-02-12 09:15:00.000000', 2, 60), (4, '2024-02-14 16:00:00.000000', 3, 1500);
"""

ACCOUNTS = """\
KONTO;EMAIL;KUNDE;LAND;SEIT
B-10;ANN@X.NO;BERG, ANN;NO;01.01.2024
B-20;BO@Y.SE;EK, BO;SE;01.01.2024
B-30;CY@Z.DE;MÜLLER, CY;DE;05.01.2024
"""

INVOICES = {
    "2024-01": """\
RECHNUNG;POS;DATUM;KONTO;ARTIKEL;MENGE;BETRAG
R-1;1;10.01.2024;B-10;p001;2;1.039,80
R-1;2;10.01.2024;B-10;p003;1;12,50
R-2;1;21.01.2024;B-20;p002;1;249,00
""",
    "2024-02": """\
RECHNUNG;POS;DATUM;KONTO;ARTIKEL;MENGE;BETRAG
R-3;1;12.02.2024;B-20;p001;1;519,90
R-4;1;15.02.2024;B-30;p003;10;125,00
R-4;2;15.02.2024;B-30;p002;1;239,00
""",
}

PRODUCTS = """\
<?xml version="1.0" encoding="UTF-8"?>
<catalog>
  <product no="P-001"><title>Oak table</title><group>Furniture</group><cents>51990</cents></product>
  <product no="P-002"><title>Lamp</title><group>Light</group><cents>24900</cents></product>
  <product no="P-003"><title>Candle</title><group>Light</group><cents>1250</cents></product>
</catalog>
"""


def export(folder: Path) -> None:
    """Write the CRM's database and billing's exports of two months below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "crm.db")) as crm:
        crm.executescript(CRM)
    (folder / "accounts.csv").write_text(ACCOUNTS, "cp1252")
    for month, rows in INVOICES.items():
        (folder / f"invoices-{month}.csv").write_text(rows, "cp1252")


class _Catalog(BaseHTTPRequestHandler):
    """Answers with the product feed."""

    def do_GET(self) -> None:
        """Answer."""
        body = PRODUCTS.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def product_feed() -> Iterator[str]:
    """Serve the product feed on a free port of this machine, and give its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Catalog)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/products.xml"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
