"""A cohort that is spread over processes is scored there as it would be here."""

import os
import signal

import dask
import dask.dataframe as dd
import distributed
import pandas as pd
import pytest

import gluteal
from gluteal.model import cohort_of


@pytest.fixture(scope="module")
def client():
    """Two worker processes of one thread each."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def patients(kb, tmp_path_factory):
    """The invented patients, as a cohort and as a folder of Parquet files."""
    folder = tmp_path_factory.mktemp("cohort")
    cohort = cohort_of(kb.patients, kb).drop(columns="cause").reset_index(drop=True)
    for number, start in enumerate(range(0, len(cohort), 130)):
        cohort.iloc[start : start + 130].to_parquet(folder / f"part.{number:03d}.parquet")
    return cohort, folder


def test_a_worker_killed_half_way_changes_no_probability(kb, client, patients):
    cohort, folder = patients
    spread = dd.read_parquet(folder)
    scored = spread.map_partitions(gluteal.score, meta=dict.fromkeys(kb.causes.index, float))
    futures = client.compute(scored.to_delayed())
    workers = client.run(os.getpid)
    for done, _ in enumerate(distributed.as_completed(futures)):
        if done == len(futures) // 2:
            os.kill(min(workers.values()), signal.SIGKILL)
    pd.testing.assert_frame_equal(pd.concat(client.gather(futures)), gluteal.score(cohort, kb))
    assert min(workers.values()) not in client.run(os.getpid).values()


def test_tables_of_ones_own_and_the_setting_reach_every_worker(client, patients):
    cohort, folder = patients
    own = gluteal.load(reconciled=False)
    spread = dd.read_parquet(folder)
    meta = dict.fromkeys(own.causes.index, float)
    scored = spread.map_partitions(gluteal.score, dask.delayed(own), "pain_clinic", meta=meta)
    expected = gluteal.score(cohort, own, "pain_clinic")
    pd.testing.assert_frame_equal(client.compute(scored).result(), expected)
