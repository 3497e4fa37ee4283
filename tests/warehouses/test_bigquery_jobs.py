"""The jobs of a load on BigQuery are known by a label, and cancelled by it before the load is undone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from google.api_core.exceptions import Forbidden
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery
from sqlalchemy import create_engine

from starschema import StarSchemaError
from starschema.backends.apart.connection import with_books
from starschema.backends.bigquery import LABEL, BigQueryBackend


@pytest.fixture
def on_bigquery() -> BigQueryBackend:
    """BigQuery, to which nobody connects."""
    client = bigquery.Client("shop", AnonymousCredentials())  # type: ignore[no-untyped-call]
    engine = create_engine("bigquery://shop/mart?user_supplied_client=True", connect_args={"client": client})
    return BigQueryBackend(with_books(engine, "sqlite://"))


def connected(client: Any) -> Any:
    """Return a connection as far as its client is asked for."""
    return SimpleNamespace(connection=SimpleNamespace(driver_connection=SimpleNamespace(_client=client)))


def labels(connection: Any) -> dict[str, str]:
    """Return what the jobs of a connection's statements carry."""
    found: dict[str, str] = connection.connection.driver_connection._client.default_query_job_config.labels
    return found


class Job:
    """A job that ends when it is cancelled and waited for."""

    def __init__(self, **labels: str) -> None:
        self.labels = labels
        self.told: list[str] = []

    def cancel(self) -> None:
        self.told.append("cancelled")

    def exception(self) -> None:
        self.told.append("waited for")


def test_a_load_labels_the_jobs_of_its_own_connection(on_bigquery: BigQueryBackend) -> None:
    config = bigquery.QueryJobConfig(default_dataset="shop.mart", labels={"team": "sales"})
    client = bigquery.Client("shop", AnonymousCredentials(), default_query_job_config=config)  # type: ignore[no-untyped-call]
    one, other = connected(client), connected(client)
    name = on_bigquery.name_of(one, 7)
    assert name[LABEL].startswith("7-")
    assert len(name[LABEL]) <= 63, "the longest that a label may be"
    on_bigquery.sign(one, name)
    assert labels(one) == {"team": "sales", **name}
    assert labels(other) == {"team": "sales"}
    assert one.connection.driver_connection._client.default_query_job_config.default_dataset.dataset_id == "mart"
    on_bigquery.sign(one, None)
    assert labels(one) == {"team": "sales"}


def test_jobs_that_carry_the_label_are_cancelled_and_waited_for(on_bigquery: BigQueryBackend) -> None:
    name = {LABEL: "7-abc"}
    jobs = {"pending": [Job(starschema_load="7-abc")], "running": [Job(starschema_load="8-abc"), Job(), Job(**name)]}
    on_bigquery.stop(connected(SimpleNamespace(list_jobs=lambda state_filter: iter(jobs[state_filter]))), name)
    ended = ["cancelled", "waited for"]
    assert [job.told for state in jobs.values() for job in state] == [ended, [], [], ended]


def test_who_may_not_list_jobs_is_told_what_to_be_granted(on_bigquery: BigQueryBackend) -> None:
    def refused(**_: Any) -> Any:
        raise Forbidden("Access Denied")  # type: ignore[no-untyped-call]

    with pytest.raises(StarSchemaError, match=r"grant the account bigquery\.jobs\.list"):
        on_bigquery.stop(connected(SimpleNamespace(list_jobs=refused)), {LABEL: "7-abc"})
