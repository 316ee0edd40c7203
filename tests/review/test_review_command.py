"""The command: what it says, what it refuses, and that it ends well."""

from __future__ import annotations

import http.client
import signal
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from onrecord.cli import reviewing
from onrecord.cli.base import app
from review.invented_reviews import folder
from review.review_browser import Command


@pytest.fixture
def out(tmp_path):
    return folder(tmp_path / "out")


def run(*arguments):
    return CliRunner().invoke(app, ["review", *map(str, arguments)])


def test_it_is_a_command_of_onrecord():
    assert reviewing.review_command in [command.callback for command in app.registered_commands]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ((), 2, "--annotator"),
        (("--annotator", "a/b"), 4, "annotator's name"),
        (("--annotator", "anna", "--fields", "claims,sense"), 4, "cannot be reviewed"),
        (("--annotator", "anna", "--fields", "target"), 4, "claims are always reviewed"),
        (("--annotator", "anna", "--order", "best"), 2, "--order"),
        (("--annotator", "anna", "--port", "70000"), 2, "--port"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(out, options, code, message):
    found = run(out, *options)
    assert found.exit_code == code
    assert message in found.output
    assert [path.name for path in out.iterdir()] == ["annotations.jsonl"]


def test_a_folder_without_annotations_is_said(tmp_path):
    found = run(tmp_path, "--annotator", "anna")
    assert (found.exit_code, "no such file" in found.output) == (4, True)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_at_the_address_that_it_prints_and_ends_well(out, end):
    command = Command(out, "anna", "--fields", "claims,claims")
    where = urlsplit(command.url)
    assert command.said[0] == "0 of 3 articles finished, 0 of 4 claims decided"
    connection = http.client.HTTPConnection(where.netloc, timeout=60)
    connection.request("GET", f"{where.path}api/session")
    answer = connection.getresponse()
    assert (answer.status, b'"fields": ["claims"]' in answer.read()) == (200, True)
    connection.close()
    command.process.send_signal(end)
    said, complaints = command.process.communicate(timeout=60)
    assert (command.process.returncode, complaints) == (0, "")
    assert said.strip().splitlines()[-1] == "0 of 3 articles finished, 0 of 4 claims decided"


def test_a_second_review_under_one_name_is_refused(out):
    command = Command(out, "anna")
    try:
        found = run(out, "--annotator", "anna")
        assert (found.exit_code, "open in another review" in found.output) == (4, True)
    finally:
        command.kill()
