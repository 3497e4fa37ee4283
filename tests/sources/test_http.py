"""An HTTP API is read page after page, patiently, and says nothing secret to anybody else."""

from __future__ import annotations

import email.utils
import gzip
import json
import time
from dataclasses import replace

import pytest

from starschema import sources
from starschema.errors import SourceError
from starschema.sources.asking import Asker, without_query
from starschema.sources.marks import mark_of
from tests.sources.server import Answer, serving

ITEMS = [{"id": n, "price": f"{n}.10"} for n in range(1, 8)]


@pytest.fixture
def server():
    with serving() as server:
        yield server


def read(source, waited=None):
    """Return the rows; waits of the source are noted, not waited."""
    waited = [] if waited is None else waited
    source._asker = replace(source._asker, sleep=waited.append)
    return [row for batch in source.batches() for row in batch.to_pylist()]


def body(rows, **more):
    """Return rows as JSON whose prices are numbers as written."""
    return json.dumps({**more, "data": {"items": rows}}).replace('.10"', ".10").replace('"price": "', '"price": ')


def paged(asked, of=3):
    page = int(asked.query.get("page", "1"))
    return page, ITEMS[(page - 1) * of : page * of]


def test_pages_are_followed_by_link_number_and_token_and_every_row_comes_once(server):
    def answer(asked):
        page, rows = paged(asked)
        kind, more = asked.path.strip("/"), page * 3 < len(ITEMS)
        following = f"{server.url}{asked.path}?page={page + 1}"
        told = {"next": following if more else None, "token": page + 1 if more else ""}
        link = {"Link": f'<{server.url}/x?page=9>; rel="last", <?page={page + 1}>; rel="next"'}
        return Answer(body(rows, **told), headers=link if kind == "header" and more else {})

    server.answer = answer
    for kind, pages in (
        ("header", sources.NextLink()),
        ("body", sources.NextLink("next")),
        ("number", sources.PageNumber("page")),
        ("token", sources.PageToken("page", at="token")),
    ):
        source = sources.http(f"{server.url}/{kind}?key=secret", records="data.items", pages=pages)
        assert read(source) == ITEMS
        assert read(source) == ITEMS  # it can be opened again
        assert "secret" not in source.name
    assert [len([a for a in server.asked if a.path == f"/{kind}"]) for kind in ("header", "number")] == [6, 8]
    assert {a.query.get("key") for a in server.asked if a.path in ("/number", "/token")} == {"secret"}


def test_an_offset_is_a_number_that_grows_by_a_page(server):
    server.answer = lambda asked: Answer(json.dumps(ITEMS[int(asked.query["skip"]) :][:3]))
    pages = sources.PageNumber("skip", first_number=0, step=3)
    assert read(sources.http(server.url, pages=pages, parameters={"top": 3, "x": None, "all": True})) == ITEMS
    assert [asked.query for asked in server.asked][1] == {"skip": "3", "top": "3", "all": "true"}


@pytest.mark.parametrize(
    ("type", "content", "options"),
    [
        ("application/json", '[{"id": "1", "at": {"city": "Oslo"}}]', {"columns": {"id": "id", "city": "at.city"}}),
        ("application/vnd.shop+json; charset=utf-8", '[{"id": "1", "city": "Oslo"}]', {}),
        ("application/x-ndjson", '{"id": "1", "city": "Oslo", "x": 1}\n', {"columns": ["id", "city"]}),
        ("text/csv", "id;city\n1;Oslo\n", {"delimiter": ";"}),
        ("text/xml", "<a><n/><b><id>1</id><city>Oslo</city></b></a>", {"records": "a/b"}),
        ("text/html", "<table><tr><th>id<th>city<tr><td>1<td>Oslo</table>", {}),
        ("text/plain", "id,city\n1,Oslo\n", {"format": "csv"}),
    ],
)
def test_every_format_is_read_by_what_the_server_says_it_is(server, type, content, options):
    server.answer = lambda _: Answer(content, type)
    assert read(sources.http(f"{server.url}/rows", **options)) == [{"id": "1", "city": "Oslo"}]
    if not options:
        server.answer = lambda _: Answer(gzip.compress(content.encode()), type, headers={"Content-Encoding": "gzip"})
        assert read(sources.http(f"{server.url}/rows")) == [{"id": "1", "city": "Oslo"}]


def test_the_suffix_tells_where_the_server_does_not(server):
    server.answer = lambda _: Answer("id,city\n1,Oslo\n", "application/octet-stream")
    assert read(sources.http(f"{server.url}/a.csv")) == [{"id": "1", "city": "Oslo"}]
    with pytest.raises(SourceError, match="the server says it is application/octet-stream; give format= one of json"):
        read(sources.http(f"{server.url}/a"))


def test_pages_of_csv_match_columns_by_name(server):
    pages = {"1": "id,city\n1,Oslo\n", "2": "city,id\nBergen,2\n", "3": "id,city\n"}
    server.answer = lambda asked: Answer(pages[asked.query["page"]], "text/csv")
    rows = [{"id": "1", "city": "Oslo"}, {"id": "2", "city": "Bergen"}]
    assert read(sources.http(server.url, pages=sources.PageNumber())) == rows
    pages["2"] = "id,town\n2,Bergen\n"
    with pytest.raises(SourceError, match="page 2 has other columns than the page before: id, town"):
        read(sources.http(server.url, pages=sources.PageNumber()))


def test_what_fails_for_now_is_asked_for_again_when_the_server_says_or_later_and_later(server):
    soon = email.utils.formatdate(time.time() + 100, usegmt=True)
    answers = [
        Answer("busy", status=503),
        Answer(status=429, headers={"Retry-After": "7"}),
        Answer(status=500, headers={"Retry-After": soon}),
        Answer(body(ITEMS), cut=5),
        Answer(body(ITEMS)),
    ]
    server.answer = lambda _: answers[len(server.asked) - 1]
    waited = []
    assert read(sources.http(server.url, records="data.items"), waited) == ITEMS
    assert len(waited) == 4
    assert 0.25 <= waited[0] <= 0.5
    assert waited[1] == 7
    assert 0 <= waited[2] <= 100
    assert 2 <= waited[3] <= 4


def test_what_goes_on_failing_or_will_never_work_is_an_error_that_says_why(server):
    for answer, tries, message in (
        (Answer("gone fishing", status=503), 3, "the server answers 503 Service Unavailable: gone fishing; tried 3"),
        (Answer(status=429, headers={"Retry-After": "9999"}), 1, "and asks to wait 9999 s; tried 1 times"),
        (Answer("no such key", status=403), 1, "the server answers 403 Forbidden: no such key; check the URL"),
        (Answer("[1, 2]", cut=3), 3, "the answer broke off after 3 of 6 bytes; tried 3 times"),
        (Answer("[", headers={"Content-Encoding": "br"}), 1, "the server encodes its answer as br, unasked"),
        (Answer("[1]"), 1, r"rows, line 1: a row is an object"),
    ):
        server.asked.clear()
        server.answer = lambda _, answer=answer: answer
        with pytest.raises(SourceError, match=message) as raised:
            read(sources.http(f"{server.url}/rows?key=secret", retries=2))
        assert len(server.asked) == tries
        assert "secret" not in str(raised.value)


def test_a_server_that_is_not_there_is_named_after_some_tries(server):
    closed = server.url
    with serving() as other:
        closed = other.url
    with pytest.raises(SourceError, match=r"http://127.0.0.1:\d+/a: .*refused.*; tried 2 times"):
        read(sources.http(f"{closed}/a?key=secret", retries=1))


def test_another_server_never_gets_what_was_meant_for_this_one(server):
    with serving() as other:
        other.answer = lambda _: Answer(body(ITEMS))
        away = {"Location": f"{other.url}/rows"}
        server.answer = lambda asked: Answer(
            status=302, headers=away if asked.path == "/away" else {"Location": "/away"}
        )
        headers = {"Authorization": "Bearer secret", "X-Key": "secret"}
        assert read(sources.http(f"{server.url}/here", records="data.items", headers=headers)) == ITEMS
        assert [asked.headers.get("authorization") for asked in server.asked] == ["Bearer secret"] * 2
        assert "secret" not in str(other.asked[0].headers)
        server.answer = lambda _: Answer(body(ITEMS, next=f"{other.url}/rows"))
        with pytest.raises(SourceError, match=r"its next page would be at .*/rows, another server"):
            read(sources.http(server.url, records="data.items", pages=sources.NextLink("next")))
    for url in ("file:///etc/hostname", "ftp://host/a", "shop.example/a"):
        with pytest.raises(SourceError, match="is no scheme of the web"):
            read(sources.http(url))
    server.answer = lambda _: Answer(status=302, headers={"Location": "ftp://host/a"})
    with pytest.raises(SourceError, match="the server sends us to ftp://host/a"):
        read(sources.http(server.url))
    assert without_query("https://ann:secret@host:1/a?key=secret#x") == "https://host:1/a"


def test_pages_that_go_round_or_tell_nothing_are_errors(server):
    server.answer = lambda _: Answer(body(ITEMS, next="/a", token="x"))
    with pytest.raises(SourceError, match="page 3: the server names a page again that was read"):
        read(sources.http(f"{server.url}/a", records="data.items", pages=sources.PageToken("t", at="token")))
    with pytest.raises(SourceError, match=r"no array of objects at records='rows'; it has next, token, data"):
        read(sources.http(f"{server.url}/a", records="rows"))
    server.answer = lambda _: Answer("id\n1\n", "text/csv")
    with pytest.raises(SourceError, match="csv tells no next page in its body"):
        read(sources.http(f"{server.url}/a", pages=sources.NextLink("next")))
    server.answer = lambda _: Answer("<", "application/json")
    with pytest.raises(SourceError, match="page 1: it is no JSON"):
        read(sources.http(f"{server.url}/a", pages=sources.NextLink("next")))


def test_the_server_is_asked_for_what_has_changed_since_the_mark(server):
    rows = [{"id": n, "at": f"2024-01-0{n}T00:00:00Z"} for n in (2, 3, 1)]
    server.answer = lambda asked: Answer(json.dumps([row for row in rows if row["at"] >= asked.query.get("from", "")]))
    source = sources.http(server.url, cursor="at", since_parameter="from", name="api")
    assert (len(read(source)), source.mark) == (3, "api")
    assert source.reached == mark_of("2024-01-03T00:00:00Z")
    source.resume(source.reached)
    assert [row["id"] for row in read(source)] == [3]
    with pytest.raises(SourceError, match="together with since_parameter="):
        sources.http(server.url, cursor="at")
    with pytest.raises(SourceError, match="the rows lack the cursor 'changed'"):
        read(sources.http(server.url, cursor="changed", since_parameter="from"))
    with pytest.raises(SourceError, match="format='pdf' is unknown"):
        sources.http(server.url, format="pdf")


def test_an_asker_empties_the_file_before_each_try(server, tmp_path):
    answers = [Answer("123456789", cut=1), Answer("12")]
    server.answer = lambda _: answers[len(server.asked) - 1]
    with (tmp_path / "page").open("w+b") as into:
        Asker({}, 10, 1, sleep=lambda _: None).ask(server.url, "it", into)
    assert (tmp_path / "page").read_bytes() == b"12"
