"""A faster form of a model: kept only where a measurement says so, and known for what they are."""

import pytest
from gguf_files import write

from selfaudit.core.errors import ModelError
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary
from selfaudit.local_models.made_from import MadeFrom, form_of, write_made_from
from selfaudit.local_models.requantising import make, try_form
from selfaudit.local_models.speed import Speed


@pytest.fixture
def library(tmp_path):
    return ModelLibrary(tmp_path / "models")


def files(library):
    return sorted(path.name for path in library.folder.iterdir() if path.suffix != ".json")


def as_fast(**speeds):
    """Times models by the form that their file's name ends with; `as_is` is for the others."""

    def timed(model):
        form = model.path.stem.rpartition(".")[2]
        return Speed(*(2 * [speeds.get(form, speeds["as_is"])]))

    return timed


def test_what_is_known_of_a_model_holds_for_what_was_made_of_it(library, tmp_path):
    source = library.add(write(tmp_path / "tiny.gguf"))
    path = write(library.folder / "tiny.Q8_0.gguf", weights=60_000)
    sha256 = library.describe(path).sha256
    write_made_from(path, MadeFrom(sha256, source.sha256))
    made = library.describe(path)
    assert (made.sha256, made.made_from) == (sha256, source.sha256)
    assert made.sha256 != source.sha256
    assert (made.name, made.title) == ("tiny.Q8_0", "Tiny, as Q8_0")
    library.verify(made)
    # The note is of that file alone: another one under its name was made from nothing.
    write(path, weights=70_000)
    assert library.describe(path).made_from == ""
    library.remove(library.describe(path))
    assert files(library) == ["tiny.gguf"]


def test_a_faster_form_stands_in_the_place_of_its_model_where_none_is_named(library, tmp_path):
    source = library.add(write(tmp_path / "tiny.gguf"))
    path = write(library.folder / "tiny.Q8_0.gguf", weights=60_000)
    sha256 = library.describe(path).sha256
    with pytest.raises(ModelError, match="none was named"):
        library.resolve(None)
    write_made_from(path, MadeFrom(sha256, source.sha256))
    assert library.resolve(None).path == path
    assert library.resolve("tiny").path == source.path
    library.remove(library.resolve("tiny.Q8_0"))
    assert library.resolve(None).path == source.path


@pytest.mark.real_model
def test_so_does_one_of_the_default_model_also_among_others(library, model_file, tmp_path):
    source = library.add(model_file, link=True)
    path = write(form_of(source.path))
    library.add(write(tmp_path / "other.gguf", weights=50_000))
    assert library.resolve(None).path == source.path
    made = MadeFrom(library.describe(path).sha256, source.sha256)
    write_made_from(path, made)
    assert library.resolve(None).path == path
    assert library.resolve("smollm2-135m").path == source.path


def test_a_file_that_llama_cpp_does_not_take_leaves_nothing(library, tmp_path):
    source = library.add(write(tmp_path / "tiny.gguf"))
    with pytest.raises(ModelError, match="could not make"):
        make(library, source)
    assert files(library) == ["tiny.gguf"]


@pytest.mark.real_model
@pytest.mark.slow
def test_the_form_is_kept_if_it_pays(library, model_file):
    source = library.add(model_file, link=True)
    tried = try_form(library, source, as_fast(as_is=100, Q8_0=200))
    kept = tried.kept
    assert tried.times_as_fast == pytest.approx(2.0)
    assert kept is not None
    assert files(library) == sorted([source.path.name, kept.path.name])
    assert source.sha256 == library.describe(source.path).sha256 == kept.made_from
    assert (kept.parameters, kept.chat_template) == (source.parameters, source.chat_template)
    assert (kept.profile, kept.adapter, kept.languages) == (
        source.profile,
        source.adapter,
        source.languages,
    )
    with pytest.raises(ModelError, match="is there already"):
        make(library, source)
    with pytest.raises(ModelError, match="made from another"):
        try_form(library, kept, as_fast(as_is=1))
    # It runs, and a run records both files.
    model = LocalModel(kept)
    assert model.identity.sha256 == kept.sha256
    assert model.provenance["made_from"] == source.sha256
    model.close()


@pytest.mark.real_model
@pytest.mark.slow
def test_what_does_not_pay_or_fails_leaves_nothing(library, model_file):
    source = library.add(model_file, link=True)
    assert try_form(library, source, as_fast(as_is=100, Q8_0=119)).kept is None

    def fails(model):
        raise ModelError("It does not run.")

    with pytest.raises(ModelError, match="does not run"):
        try_form(library, source, fails)
    assert files(library) == [source.path.name]
