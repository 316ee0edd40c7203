"""Memory does not grow with the collection."""

import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from batch_fakes import Plain
from onrecord.batch import Options, annotate
from onrecord.types import Article

class Bare(Plain):
    def _note(self, article):
        pass

articles = (Article(id=f"a{i}", text=f"Norvik{i} paused. " + "It rained. " * 300) for i in range(int(sys.argv[2])))
annotate(articles, Bare(), sys.argv[3], options=Options(shard_size=50, layout="shards"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak(count, out):
    """Highest memory of a run over so many articles of 3,300 characters, in MiB."""
    arguments = [sys.executable, "-c", CODE, Path(__file__).parent, str(count), out]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in other units elsewhere")
def test_ten_times_the_articles_need_no_more_memory(tmp_path):
    few, many = peak(200, tmp_path / "few"), peak(2_000, tmp_path / "many")
    # 1,800 records more would be 18 MB of JSON and as much of Arrow, held as Python objects far more.
    assert many - few < 15, (few, many)
