"""Croissant metadata (MLCommons, 1.0) of a package, as JSON-LD."""

from collections.abc import Mapping

from selfaudit.core.export.contents import Contents
from selfaudit.core.export.fields import Column
from selfaudit.core.export.files.card import title_of
from selfaudit.core.export.files.json_text import json_text
from selfaudit.core.export.files.places import CONSENT, has_parquet, jsonl_file, parquet_file
from selfaudit.core.export.files.sums import sha256
from selfaudit.core.export.tables.registry import TABLES, Table

CONTEXT: Mapping[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification prescribes (docs.mlcommons.org/croissant, version 1.0)."""

_DATA_TYPES = {int: "sc:Integer", float: "sc:Float", bool: "sc:Boolean"}


def croissant_text(contents: Contents, files: Mapping[str, bytes]) -> bytes:
    """The metadata of the data in `files`: Parquet where they are there as that too."""
    manifest = contents.manifest
    parquet = has_parquet(files)
    return json_text(
        {
            "@context": CONTEXT,
            "@type": "sc:Dataset",
            "name": f"selfaudit-{manifest.id}",
            "alternateName": title_of(manifest),
            "description": "One person's judgments of what a language model infers about them from "
            "their own chats, of when it should matter, and of whether it helped.",
            "conformsTo": "http://mlcommons.org/croissant/1.0",
            "citeAs": f"selfaudit package {manifest.id}",
            "license": CONSENT,
            "datePublished": manifest.made_on,
            "version": manifest.format_version,
            "isLiveDataset": False,
            "distribution": _distribution(files, parquet=parquet),
            "recordSet": [_record_set(table, parquet=parquet) for table in TABLES],
        }
    )


def _distribution(files: Mapping[str, bytes], *, parquet: bool) -> list[Mapping[str, object]]:
    found = [_file(jsonl_file(table), "application/jsonlines", files) for table in TABLES]
    if parquet:
        found += [_file(parquet_file(table), "application/x-parquet", files) for table in TABLES]
    return found


def _file(path: str, format: str, files: Mapping[str, bytes]) -> Mapping[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{len(files[path])} B",
        "encodingFormat": format,
        "sha256": sha256(files[path]),
    }


def _record_set(table: Table, *, parquet: bool) -> Mapping[str, object]:
    source = parquet_file(table) if parquet else jsonl_file(table)
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{field}"} for field in table.key],
        "field": [_field(table, column, source) for column in table.columns],
    }


def _field(table: Table, column: Column, source: str) -> Mapping[str, object]:
    # References stand in the schemas alone: readers of Croissant join tables by them, and fail
    # where a row may refer to another one of its table.
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _DATA_TYPES.get(column.type, "sc:Text"),
        "source": {"fileObject": {"@id": source}, "extract": {"column": column.name}},
    }
