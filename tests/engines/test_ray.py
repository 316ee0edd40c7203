"""A cluster of Ray: the same records as here, also when a machine is lost."""

from __future__ import annotations

import json
import os
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from batch.batch_fakes import Plain, contents
from onrecord.articles import read
from onrecord.batch import Options
from onrecord.batch import annotate as annotate_here
from onrecord.errors import InputError
from onrecord.records.runs import read_run

ray = pytest.importorskip("ray", reason="needs the extra `ray`: Ray Data")
pytest.importorskip("ray.data", reason="needs the extra `ray`: Ray Data")
from onrecord.engines.ray import annotate  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
LOAD = partial(Plain, "1", 0.02)
SHARD = 10
OPTIONS = Options(workers=2, shard_size=SHARD, timeout=300)


@pytest.fixture(scope="module")
def nodes():
    """A cluster of two machines, and the second of them."""
    from ray.cluster_utils import Cluster

    here = Path(__file__).parents[1]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(here.parent / "nlp"), str(here)])
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["RAY_worker_register_timeout_seconds"] = "600"  # noqa: SIM112 - Ray's name; its minute is short on a busy machine
    size = {"num_cpus": 3, "object_store_memory": 100_000_000}
    cluster = Cluster(initialize_head=True, head_node_args=size)
    second = cluster.add_node(**size)
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster, second
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "ab":
        lines = [json.dumps({"id": f"{name}{i}", "text": f"Norvik{i % 7} paused its service {i} 🦀."}) for i in range(100)]
        lines[5], lines[6] = json.dumps({"id": f"{name}5", "text": "REFUSED"}), json.dumps({"id": "same", "text": "Selmar paused."})
        (folder / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    return [str(folder)]


def lose_once_started(out, cluster, node):
    """Kill all processes of a machine as soon as a few shards are done."""
    while len(list(out.glob("annotations/part-*"))) < 3:
        time.sleep(0.1)
    cluster.remove_node(node, allow_graceful=False)


def test_nothing_is_lost_with_a_machine(nodes, inputs, tmp_path):
    out = tmp_path / "out"
    killer = threading.Thread(target=lose_once_started, args=(out, *nodes), daemon=True)
    killer.start()
    summary = annotate(inputs, LOAD, str(out), options=OPTIONS)
    killer.join(30)
    assert not killer.is_alive()
    assert sum(node["Alive"] for node in ray.nodes()) == 1
    annotate_here(read(inputs), LOAD, tmp_path / "here", options=Options(workers=1))
    assert list(read_run(out)) == list(read_run(tmp_path / "here"))
    ours, theirs = ((folder / "failures.jsonl").read_text().splitlines() for folder in (out, tmp_path / "here"))
    assert [(json.loads(line)["id"], json.loads(line)["stage"]) for line in ours] == [
        (json.loads(line)["id"], json.loads(line)["stage"]) for line in theirs
    ]
    assert (summary.articles_in, summary.records, summary.failures) == (200, 197, 3)
    before = contents(out)
    # The same again does nothing, and other settings are refused.
    assert annotate(inputs, LOAD, str(out), options=OPTIONS).records == 197
    assert contents(out) == before
    with pytest.raises(InputError, match="already holds results"):
        annotate(inputs, partial(Plain, "2"), str(out), options=OPTIONS)
