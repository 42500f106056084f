"""Larger models on the Hugging Face hub, each pinned to a revision, a size and a sha256.

The hub could not be reached where this was written. Revision, size and sha256 of every file were
taken from public repositories that pin the same file, at least two for each that do not copy one
another, and that agree in all three. They say that they read them from the hub's own listing of
large files. The files themselves were never loaded by us, which `loaded=False` says. A wrong
value would show itself when the model is fetched: it would be refused, not used.

Layers, heads and languages, from which `cache_bytes` and `languages` come, are those of the
makers' model cards and `config.json`. `cache_bytes` = 2 (keys and values) x layers x heads for
keys and values x size of a head x 2 bytes.
"""

from selfaudit.core.models.run import Profile
from selfaudit.local_models.known_model import ChatFormat, HubFile, KnownModel

_QWEN25_LANGUAGES = tuple("en zh fr es pt de it ru ja ko vi th ar".split())
"""Those that its model card names; it says "over 29 languages"."""

_QWEN3_LANGUAGES = tuple(
    "en zh fr es pt de it ru ja ko vi th ar nl sv da no pl cs sk sl hr sr bg uk ro lt lv el tr fa"
    " he hi bn ur ta te id ms tl fi et hu ca".split()
)
"""Those of the 119 that its makers list which selfaudit can tell apart."""

_GRANITE_LANGUAGES = tuple("en de es fr ja pt ar cs it ko nl zh".split())

HUB_MODELS: tuple[KnownModel, ...] = (
    KnownModel(
        name="qwen2.5-0.5b",
        title="Qwen2.5 0.5B Instruct (Q4_K_M)",
        origin="https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct",
        licence="Apache-2.0",
        file_name="qwen2.5-0.5b-instruct-q4_k_m.gguf",
        bytes=491_400_032,
        sha256="74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db",
        parameters=494_000_000,
        context=32_768,
        cache_bytes=12_288,
        languages=_QWEN25_LANGUAGES,
        chat_format=ChatFormat.CHATML,
        profile=Profile.FLAT,
        source=HubFile(
            repo="Qwen/Qwen2.5-0.5B-Instruct-GGUF",
            path="qwen2.5-0.5b-instruct-q4_k_m.gguf",
            revision="9217f5db79a29953eb74d5343926648285ec7e67",
        ),
    ),
    KnownModel(
        name="smollm2-1.7b",
        title="SmolLM2 1.7B Instruct (Q4_K_M)",
        origin="https://huggingface.co/HuggingFaceTB/SmolLM2-1.7B-Instruct",
        licence="Apache-2.0",
        file_name="smollm2-1.7b-instruct-q4_k_m.gguf",
        bytes=1_055_609_536,
        sha256="decd2598bc2c8ed08c19adc3c8fdd461ee19ed5708679d1c54ef54a5a30d4f33",
        parameters=1_711_000_000,
        context=8192,
        cache_bytes=196_608,
        languages=("en",),
        chat_format=ChatFormat.CHATML,
        profile=Profile.RECORDS,
        source=HubFile(
            repo="HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF",
            path="smollm2-1.7b-instruct-q4_k_m.gguf",
            revision="2d4a76a30b4af41ecd395c35725ac11688d4cfe4",
        ),
    ),
    KnownModel(
        name="qwen2.5-1.5b",
        title="Qwen2.5 1.5B Instruct (Q4_K_M)",
        origin="https://huggingface.co/Qwen/Qwen2.5-1.5B-Instruct",
        licence="Apache-2.0",
        file_name="qwen2.5-1.5b-instruct-q4_k_m.gguf",
        bytes=1_117_320_736,
        sha256="6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e",
        parameters=1_544_000_000,
        context=32_768,
        cache_bytes=28_672,
        languages=_QWEN25_LANGUAGES,
        chat_format=ChatFormat.CHATML,
        profile=Profile.RECORDS,
        source=HubFile(
            repo="Qwen/Qwen2.5-1.5B-Instruct-GGUF",
            path="qwen2.5-1.5b-instruct-q4_k_m.gguf",
            revision="91cad51170dc346986eccefdc2dd33a9da36ead9",
        ),
    ),
    KnownModel(
        name="granite-3.3-2b",
        title="Granite 3.3 2B Instruct (Q4_K_M)",
        origin="https://huggingface.co/ibm-granite/granite-3.3-2b-instruct",
        licence="Apache-2.0",
        file_name="granite-3.3-2b-instruct-Q4_K_M.gguf",
        bytes=1_545_303_328,
        sha256="ac71e9e32c0bea919b409c5918f69ca74339854b0319c5065e4e9fb6d95c4852",
        parameters=2_533_539_840,
        context=131_072,
        cache_bytes=81_920,
        languages=_GRANITE_LANGUAGES,
        chat_format=ChatFormat.GRANITE,
        profile=Profile.RECORDS,
        source=HubFile(
            repo="ibm-granite/granite-3.3-2b-instruct-GGUF",
            path="granite-3.3-2b-instruct-Q4_K_M.gguf",
            revision="7cdf86ccd1f1bb3491c9b7017b033f2e51367397",
        ),
    ),
    KnownModel(
        name="qwen3-4b",
        title="Qwen3 4B Instruct 2507 (Q4_K_M)",
        origin="https://huggingface.co/Qwen/Qwen3-4B-Instruct-2507",
        licence="Apache-2.0",
        file_name="Qwen_Qwen3-4B-Instruct-2507-Q4_K_M.gguf",
        bytes=2_497_280_736,
        sha256="2fde00ce69dd4899c70d020845e2638353015bba0fdf161b3eb965f2bca4464e",
        parameters=4_022_468_096,
        context=262_144,
        cache_bytes=147_456,
        languages=_QWEN3_LANGUAGES,
        chat_format=ChatFormat.CHATML,
        profile=Profile.RECORDS,
        source=HubFile(
            repo="bartowski/Qwen_Qwen3-4B-Instruct-2507-GGUF",
            path="Qwen_Qwen3-4B-Instruct-2507-Q4_K_M.gguf",
            revision="ae44f08e1392f39c0e474af10c3ff8355c8b6688",
        ),
    ),
    KnownModel(
        name="qwen2.5-7b",
        title="Qwen2.5 7B Instruct (Q4_K_M)",
        origin="https://huggingface.co/Qwen/Qwen2.5-7B-Instruct",
        licence="Apache-2.0",
        file_name="Qwen2.5-7B-Instruct-Q4_K_M.gguf",
        bytes=4_683_074_240,
        sha256="65b8fcd92af6b4fefa935c625d1ac27ea29dcb6ee14589c55a8f115ceaaa1423",
        parameters=7_615_616_512,
        context=32_768,
        cache_bytes=57_344,
        languages=_QWEN25_LANGUAGES,
        chat_format=ChatFormat.CHATML,
        profile=Profile.RECORDS,
        source=HubFile(
            repo="bartowski/Qwen2.5-7B-Instruct-GGUF",
            path="Qwen2.5-7B-Instruct-Q4_K_M.gguf",
            revision="8911e8a47f92bac19d6f5c64a2e2095bd2f7d031",
        ),
    ),
)
"""From the smallest file to the largest. All may be used and passed on freely (Apache-2.0)."""
