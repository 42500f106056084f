"""The catalogue holds together, and says of every file what tells it from any other."""

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.core.languages.names import NAMES
from selfaudit.core.models.run import Profile
from selfaudit.local_models.catalog import DEFAULT, KNOWN, find, with_hash
from selfaudit.local_models.hub_names import is_commit, is_sha256
from selfaudit.local_models.installed import RECORDS_FROM
from selfaudit.local_models.known_model import HubFile, KnownModel

EACH = pytest.mark.parametrize("model", KNOWN, ids=lambda model: model.name)


@EACH
def test_every_model_is_pinned(model: KnownModel) -> None:
    assert is_sha256(model.sha256)
    assert model.bytes > 0
    assert model.file_name.endswith(".gguf")
    if isinstance(model.source, HubFile):
        assert is_commit(model.source.revision)
        assert model.source.path.rpartition("/")[2] == model.file_name
        # Only the file that is known to have been run here says so.
        assert not model.loaded


@EACH
def test_what_is_said_of_a_model_fits_together(model: KnownModel) -> None:
    records = model.parameters >= RECORDS_FROM
    assert model.profile is (Profile.RECORDS if records else Profile.FLAT)
    assert model.languages
    assert set(model.languages) <= set(NAMES)
    assert model.context >= 2048
    # 4-bit weights with their scales take between half a byte and a byte each.
    assert 0.5 < model.bytes / model.parameters < 1.01
    # Small caches belong to small models: within an order of magnitude of a token's embedding.
    assert 10_000 < model.cache_bytes < 200_000
    assert model.licence == "Apache-2.0"
    assert find(model.name) is model
    assert with_hash(model.sha256) is model


def test_names_and_files_are_told_apart_and_go_from_small_to_large() -> None:
    assert KNOWN[0] is DEFAULT
    for values in (
        [m.name for m in KNOWN],
        [m.file_name for m in KNOWN],
        [m.sha256 for m in KNOWN],
    ):
        assert len(set(values)) == len(KNOWN)
    assert [m.bytes for m in KNOWN] == sorted(m.bytes for m in KNOWN)


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(ModelError) as error:
        find("gpt-9")
    assert all(model.name in error.value.hint for model in KNOWN)
    assert "OWNER/REPOSITORY/FILE.gguf" in error.value.hint
    assert with_hash("0" * 64) is None
