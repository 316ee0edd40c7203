"""One run at a time writes to a folder, and a lock whose process is gone is no lock."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace

import pytest

from onrecord.batch import lock
from onrecord.batch.lock import Owner, locked
from onrecord.errors import InputError

HOLD = "import sys, pathlib; from onrecord.batch.lock import locked\n"
HOLD += "with locked(pathlib.Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def path(tmp_path):
    (tmp_path / "out" / ".onrecord").mkdir(parents=True)
    return tmp_path / "out" / ".onrecord" / "lock"


def hold(path):
    child = subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "held\n"
    return child


def written(path, **changes):
    path.write_text(json.dumps(asdict(replace(Owner.me(), **changes))))


def test_another_process_is_refused_and_told_which_one_has_it(path):
    with hold(path) as child:
        with pytest.raises(InputError, match=rf"out: another run writes here \(process {child.pid} on "), locked(path):
            pass
        child.stdin.close()


def test_the_lock_of_a_killed_process_is_taken_over(path):
    with hold(path) as child:
        child.kill()
        child.wait()
    assert json.loads(path.read_text())["pid"] == child.pid
    with locked(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()
    assert path.read_text() == ""


def test_a_second_run_of_the_same_process_is_refused(path):
    with locked(path), pytest.raises(InputError, match="another run"), locked(path):
        pass
    with locked(path):
        pass


@pytest.mark.parametrize(
    "changes",
    [{"boot": "earlier", "pid": 1}, {"started": "1"}, {"pid": 2**22 + 1}],
    ids=["the host was started anew", "the number is another process's now", "no such process"],
)
def test_what_a_dead_process_wrote_is_stale(path, monkeypatch, changes):
    monkeypatch.setattr(lock, "fcntl", None)
    written(path, **changes)
    with locked(path):
        pass


@pytest.mark.parametrize("text", ["", "{", '{"pid": 1}', "[]"])
def test_a_damaged_lock_is_stale(path, text):
    path.write_text(text)
    with locked(path):
        pass


def test_where_the_system_has_no_locks_what_the_owner_wrote_counts(path, monkeypatch):
    monkeypatch.setattr(lock, "fcntl", None)
    written(path, pid=os.getppid(), started=lock._started(os.getppid()))
    with pytest.raises(InputError, match=f"process {os.getppid()} on "), locked(path):
        pass


def test_a_process_of_another_host_is_taken_to_run(path):
    written(path, host="elsewhere", boot="other")
    with pytest.raises(InputError, match=r"on elsewhere.*remove .*lock if that host is gone"), locked(path):
        pass


def test_a_process_that_has_ended_but_is_not_waited_for_is_gone():
    child = subprocess.Popen([sys.executable, "-c", "pass"], stdout=subprocess.PIPE)
    child.stdout.read()
    owner = replace(Owner.me(), pid=child.pid, started="1")
    assert not owner.alive
    child.wait()
    child.stdout.close()
