"""Nothing is fetched or sent at run time: an audit hook sees every socket that Python opens, imports included."""

import os
import subprocess
import sys

from tests_support import ROOT

CODE = """
import socket, sys

NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg", "urllib.Request"}
tried = []

def refuse(event, arguments):
    if event in NETWORK:
        tried.append((event, arguments))
        raise OSError(f"{event}: the network is not to be used")

sys.addaudithook(refuse)
for use in (lambda: socket.getaddrinfo("example.org", 80), lambda: socket.socket().connect(("127.0.0.1", 9))):
    try:
        use()
    except OSError as error:
        assert "not to be used" in str(error)
assert len(tried) == 2
tried.clear()

import onrecord
from onrecord import articles
from onrecord.records import to_dataset

(record,) = onrecord.load(threads=1).stream(articles.read(sys.argv[1]))
assert isinstance(record, onrecord.Record), record
assert len(onrecord.to_frame([record])) == len(record.claims)
assert to_dataset([record])[0]["id"] == record.id
print(len(record.sentences), tried)
"""


def test_a_page_becomes_a_record_a_frame_and_a_data_set_without_the_network():
    page = min((ROOT / "corpora" / "samples").glob("*.html"))
    environment = os.environ | {"PYTHONPATH": str(ROOT / "nlp")}
    done = subprocess.run(
        [sys.executable, "-c", CODE, page], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    sentences, tried = done.stdout.split(maxsplit=1)
    assert int(sentences) > 3
    assert tried.strip() == "[]"
