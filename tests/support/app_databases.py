"""Databases as oterm and llm make them, by the statements that these programs publish."""

import sqlite3

OTERM_2 = """
CREATE TABLE IF NOT EXISTS "chat" ("id" INTEGER, "name" TEXT, "model" TEXT NOT NULL,
  "context" TEXT NOT NULL, "system" TEXT, "format" TEXT, PRIMARY KEY("id" AUTOINCREMENT));
CREATE TABLE IF NOT EXISTS "message" ("chat_id" INTEGER NOT NULL, "author" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  FOREIGN KEY("chat_id") REFERENCES "chat"("id") ON DELETE CASCADE);
"""
OTERM_26 = """
CREATE TABLE IF NOT EXISTS "chat" ("id" INTEGER, "name" TEXT, "model" TEXT NOT NULL,
  "system" TEXT, "provider" TEXT DEFAULT "ollama", "parameters" TEXT DEFAULT "{}",
  "tools" TEXT DEFAULT "[]", "thinking" BOOLEAN DEFAULT 0, PRIMARY KEY("id" AUTOINCREMENT));
CREATE TABLE IF NOT EXISTS "message" ("id" INTEGER, "chat_id" INTEGER NOT NULL,
  "author" TEXT NOT NULL, "text" TEXT NOT NULL, "images" TEXT DEFAULT "[]",
  PRIMARY KEY("id" AUTOINCREMENT),
  FOREIGN KEY("chat_id") REFERENCES "chat"("id") ON DELETE CASCADE);
"""
LLM_LOG = """
CREATE TABLE "logs" ([id] INTEGER PRIMARY KEY, [model] TEXT, [prompt] TEXT, [system] TEXT,
  [prompt_json] TEXT, [options_json] TEXT, [response] TEXT, [response_json] TEXT,
  [reply_to_id] INTEGER, [chat_id] INTEGER, [duration_ms] INTEGER, [datetime_utc] TEXT);
"""
LLM_RESPONSES = """
CREATE TABLE [conversations] ([id] TEXT PRIMARY KEY, [name] TEXT, [model] TEXT);
CREATE TABLE "responses" ([id] TEXT PRIMARY KEY, [model] TEXT, [prompt] TEXT, [system] TEXT,
  [prompt_json] TEXT, [options_json] TEXT, [response] TEXT, [response_json] TEXT,
  [conversation_id] TEXT REFERENCES [conversations]([id]), [duration_ms] INTEGER,
  [datetime_utc] TEXT, [input_tokens] INTEGER, [output_tokens] INTEGER, [token_details] TEXT,
  [schema_id] TEXT, [resolved_model] TEXT);
CREATE TABLE [fragments] ([id] INTEGER PRIMARY KEY, [hash] TEXT, [content] TEXT,
  [datetime_utc] TEXT, [source] TEXT);
CREATE TABLE "prompt_fragments" ([response_id] TEXT REFERENCES [responses]([id]),
  [fragment_id] INTEGER REFERENCES [fragments]([id]), [order] INTEGER,
  PRIMARY KEY ([response_id], [fragment_id], [order]));
CREATE TABLE "system_fragments" ([response_id] TEXT REFERENCES [responses]([id]),
  [fragment_id] INTEGER REFERENCES [fragments]([id]), [order] INTEGER,
  PRIMARY KEY ([response_id], [fragment_id], [order]));
CREATE TABLE [tool_calls] ([id] INTEGER PRIMARY KEY,
  [response_id] TEXT REFERENCES [responses]([id]), [tool_id] INTEGER, [name] TEXT,
  [arguments] TEXT, [tool_call_id] TEXT);
CREATE TABLE "tool_results" ([id] INTEGER PRIMARY KEY,
  [response_id] TEXT REFERENCES [responses]([id]), [tool_id] INTEGER, [name] TEXT,
  [output] TEXT, [tool_call_id] TEXT);
"""
LLM_THREADS = """
CREATE TABLE "messages" ("hash" TEXT PRIMARY KEY,
  "parent_hash" TEXT REFERENCES "messages"("hash"), "role" TEXT, "provider_metadata" TEXT);
CREATE TABLE "parts" ("id" INTEGER PRIMARY KEY,
  "message_hash" TEXT REFERENCES "messages"("hash"), "position" INTEGER, "type" TEXT,
  "tool_name" TEXT, "text" TEXT, "payload" TEXT);
CREATE TABLE "threads" ("id" TEXT PRIMARY KEY, "name" TEXT,
  "tip_message_hash" TEXT REFERENCES "messages"("hash"),
  "forked_from" TEXT REFERENCES "threads"("id"), "datetime_utc" TEXT);
CREATE TABLE "turns" ("id" TEXT PRIMARY KEY, "thread_id" TEXT REFERENCES "threads"("id"),
  "parent_message_hash" TEXT, "tip_message_hash" TEXT, "model" TEXT, "resolved_model" TEXT,
  "options_json" TEXT, "schema_id" TEXT, "input_tokens" INTEGER, "output_tokens" INTEGER,
  "token_details" TEXT, "duration_ms" INTEGER, "datetime_utc" TEXT, "response_json" TEXT);
"""


def make_database(path, script, **tables):
    """Make a database with the tables and rows, each a dictionary of columns; return its path."""
    connection = sqlite3.connect(path)
    connection.executescript(script)
    for table, rows in tables.items():
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" for _ in row)
            values = list(row.values())
            connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
    connection.commit()
    connection.close()
    return path
