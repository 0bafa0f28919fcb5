"""``datapackage.json``: current, well formed, and true of the tables that it describes."""

import json

import jsonschema
import pandas as pd
import pytest

import gluteal
from gluteal.knowledge import data_folder
from gluteal.knowledge.package import PACKAGE, data_package
from gluteal.knowledge.reader import files

DESCRIPTOR = json.loads((data_folder() / PACKAGE).read_text("utf-8"))
TABLES = {r["name"]: r for r in DESCRIPTOR["resources"] if "schema" in r}
FIELD = {
    "type": "object",
    "required": ["name", "type", "description"],
    "properties": {
        "name": {"pattern": "^[a-z0-9_]+$"},
        "type": {"enum": ["string", "number"]},
        "description": {"type": "string", "minLength": 2},
        "constraints": {
            "properties": {
                "required": {"const": True},
                "enum": {"type": "array", "minItems": 1, "uniqueItems": True},
                "pattern": {"type": "string"},
                "minimum": {"type": "number"},
                "maximum": {"type": "number"},
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
# of the profile of version 2 what is used here; the whole one is not at hand offline
PROFILE = {
    "type": "object",
    "required": ["$schema", "name", "version", "licenses", "resources", "sources", "contributors"],
    "properties": {
        "name": {"pattern": "^[a-z0-9._/-]+$"},
        "version": {"pattern": r"^\d+\.\d+\.\d+"},
        "licenses": {"contains": {"properties": {"name": {"const": "CC-BY-4.0"}}}, "minItems": 1},
        "sources": {"items": {"required": ["title"]}, "minItems": 1},
        "contributors": {"items": {"required": ["title"]}, "minItems": 1},
        "resources": {
            "minItems": 1,
            "items": {
                "required": ["name", "path", "format", "mediatype", "encoding", "description"],
                "properties": {
                    "name": {"pattern": "^[a-z0-9._-]+$"},
                    "path": {"pattern": r"^(?!/)(?!.*\.\.)[\w/.-]+$"},
                    "schema": {
                        "required": ["fields", "primaryKey", "missingValues"],
                        "properties": {"fields": {"type": "array", "items": FIELD}},
                    },
                },
            },
        },
    },
}


def cells(name):
    path = data_folder() / TABLES[name]["path"]
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_the_descriptor_is_the_one_that_sealing_would_write():
    assert data_package(data_folder(), gluteal.load().version) == DESCRIPTOR


def test_the_descriptor_follows_the_profile_and_names_each_thing_once():
    jsonschema.Draft202012Validator.check_schema(PROFILE)
    jsonschema.validate(DESCRIPTOR, PROFILE)
    names = [r["name"] for r in DESCRIPTOR["resources"]]
    assert len(set(names)) == len(names)


def test_every_file_of_the_tables_is_described_and_no_other():
    assert {r["path"] for r in DESCRIPTOR["resources"]} == set(files())
    assert PACKAGE not in files()


@pytest.mark.parametrize("name", TABLES)
def test_what_is_said_of_a_table_is_true_of_it(name):
    schema, frame = TABLES[name]["schema"], cells(name)
    assert list(frame.columns) == [f["name"] for f in schema["fields"]]
    assert not frame.duplicated(schema["primaryKey"]).any()
    for field in schema["fields"]:
        limits = field.get("constraints", {})
        given = frame[field["name"]][frame[field["name"]] != ""]
        assert len(given) == len(frame) or "required" not in limits
        assert given.isin(limits.get("enum", given.unique())).all()
        assert given.str.fullmatch(limits.get("pattern", "(?s:.*)")).all()
        if field["type"] == "number":
            low, high = limits["minimum"], limits.get("maximum", float("inf"))
            assert given.astype(float).between(low, high).all()
    for key in schema.get("foreignKeys", []):
        (column,), (target,) = key["fields"], key["reference"]["fields"]
        there = set(cells(key["reference"]["resource"])[target])
        assert set(frame[column]) - {""} <= there


def test_a_folder_needs_no_descriptor_and_a_damaged_one_does_no_harm(folder):
    (folder / PACKAGE).write_text("{")
    assert gluteal.load(folder).digest == gluteal.load().digest
    (folder / PACKAGE).unlink()
    assert gluteal.load(folder).digest == gluteal.load().digest
