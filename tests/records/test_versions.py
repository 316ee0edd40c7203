"""Which versions of the contract are read, and which are refused."""

from __future__ import annotations

import pytest

from onrecord.errors import RecordError, SchemaVersionError
from onrecord.records import from_dict
from onrecord.records.versions import migrate


@pytest.fixture
def obj():
    return {"schema_version": "1", "id": "a1", "text": "Brix complied."}


@pytest.mark.parametrize("version", ["1", "1.0", "1.7", "1.2.3"])
def test_the_own_major_version_is_read(obj, version):
    assert from_dict(obj | {"schema_version": version}).schema_version == "1"


def test_without_a_version_it_is_the_present_one(obj):
    del obj["schema_version"]
    assert from_dict(obj).schema_version == "1"


@pytest.mark.parametrize("version", ["2", "2.0", "10", "999999999"])
def test_a_newer_major_version_says_to_upgrade(obj, version):
    with pytest.raises(
        SchemaVersionError, match=rf"^record 'a1': schema_version is '{version}', this onrecord reads up to 1: upgrade"
    ):
        from_dict(obj | {"schema_version": version, "shape": "unknown"})


@pytest.mark.parametrize("version", [1, 1.0, None, "", "one", "1.", "v1", "-1", "1" * 50, "١"])
def test_a_version_that_cannot_be_told_is_refused(obj, version):
    with pytest.raises(RecordError, match=r'schema_version is .*, give a string such as "1"') as caught:
        from_dict(obj | {"schema_version": version})
    assert not isinstance(caught.value, SchemaVersionError)


def test_an_older_version_without_a_migration_is_refused(obj):
    with pytest.raises(RecordError, match="schema_version is '0', which this onrecord cannot bring to 1"):
        from_dict(obj | {"schema_version": "0"})


def test_older_versions_go_through_every_step_in_order():
    steps = {1: lambda o: o | {"way": [1]}, 2: lambda o: o | {"way": [*o["way"], 2]}}
    given = {"schema_version": "1.4", "id": "a"}
    found = migrate(given, own=3, migrations=steps)
    assert found["way"] == [1, 2]
    assert given == {"schema_version": "1.4", "id": "a"}
