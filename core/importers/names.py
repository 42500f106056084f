"""What the formats of exports are called, in one word or two."""

NAMES = {
    "chatgpt": "ChatGPT",
    "claude": "Claude",
    "gemini": "Gemini",
    "aistudio": "AI Studio",
    "copilot": "Copilot",
    "grok": "Grok",
    "deepseek": "DeepSeek",
    "mistral": "Le Chat",
    "perplexity": "Perplexity",
    "open_webui": "Open WebUI",
    "librechat": "LibreChat",
    "chatbot_ui": "Chatbot UI",
    "lm_studio": "LM Studio",
    "jan": "Jan",
    "oterm": "oterm",
    "llm": "llm",
    "sharegpt": "ShareGPT",
    "openai-messages": "OpenAI messages",
    "memory-text": "an assistant's memory",
}
"""By the format's short name, as it is stored with an import."""


def format_name(format: str) -> str:
    """What a format is called; another one, from a newer program, is called as it was stored."""
    return NAMES.get(format, format)
