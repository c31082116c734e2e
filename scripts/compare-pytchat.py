#!/usr/bin/env python3
"""Lets pytchat's parser and this project's read the same captured chats, and compares what they find.

Usage: scripts/compare-pytchat.py FOLDER [--program .build/release/emotionmotion]

FOLDER holds JSON files of YouTube: answers of get_live_chat and get_live_chat_replay, and lists of
actions. pytchat comes from PyPI, into an environment of its own:

    python3 -m venv .venv && .venv/bin/pip install pytchat==0.5.5
    .venv/bin/python scripts/compare-pytchat.py ../shared/data/chat/youtube

Everything that pytchat finds must be found, with the same words, author and amount; what this
project finds beyond that is counted. The exit status is 1 where something is missing.
"""
import argparse
import json
import logging
import pathlib
import re
import subprocess
import sys
import tempfile

from pytchat.parser.live import Parser
from pytchat.processors.default.processor import DefaultProcessor

# What pytchat's types are called here.
TYPES = {
    "textMessage": "message",
    "superChat": "paid",
    "superSticker": "paid",
    "newSponsor": "membership",
    "donation": "paid",
}


def actions_in(value):
    """All actions of a file, whatever is around them, each as the live chat itself sends it."""
    if isinstance(value, list):
        return [action for element in value for action in actions_in(element)]
    if not isinstance(value, dict):
        return []
    if "replayChatItemAction" in value:
        return actions_in(value["replayChatItemAction"].get("actions", []))
    if "addChatItemAction" in value:
        return [value]
    found = []
    for name in ("continuationContents", "contents", "response", "parsedInitialData",
                 "liveChatContinuation", "liveChatRenderer", "actions", "value"):
        found += actions_in(value.get(name))
    return found


def found_by_pytchat(actions):
    """What pytchat makes of the actions: through its parser, as one answer."""
    contents = {"liveChatContinuation": {
        "continuations": [{"timedContinuationData": {"timeoutMs": 1, "continuation": "c"}}],
        "actions": actions}}
    _, data = Parser(is_replay=False).parse(contents)
    return DefaultProcessor().process([{"timeout": 0, "chatdata": data}]).items


def found_here(program, path):
    """The events that this project finds in a file."""
    done = subprocess.run([program, "chat", f"replay:{path}", "--quiet"],
                          capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def plain(text):
    """Words without their spaces and emoji: pytchat writes emoji as shortcuts, this project as
    characters."""
    text = re.sub(r":[^:\s]+:", "", text)
    return re.sub(r"[^\w]", "", text)


def differences(theirs, ours):
    """What pytchat found that is missing here, a line each."""
    by_id = {}
    for event in ours:
        by_id.setdefault(event["id"], []).append(event)
    lines = []
    for chat in theirs:
        wanted = TYPES.get(chat.type, chat.type)
        same = [event for event in by_id.get(chat.id, []) if event["type"] == wanted]
        if not same:
            lines.append(f"{chat.id}: no {wanted}")
            continue
        # Anonymised chats have one identifier for all: the first that is left is this one.
        event = same[0]
        by_id[chat.id].remove(event)
        author = event.get("author", {})
        if author.get("id") != chat.author.channelId:
            lines.append(f"{chat.id}: by {author.get('id')}, not {chat.author.channelId}")
        roles = {"isChatOwner": "owner", "isChatModerator": "moderator", "isVerified": "verified"}
        for flag, role in roles.items():
            if getattr(chat.author, flag) and role not in author.get("roles", []):
                lines.append(f"{chat.id}: its author is {role}")
        if wanted == "message" and plain(chat.message)[:400] not in plain(event["text"]):
            lines.append(f"{chat.id}: {event['text']!r}, not {chat.message!r}")
        if chat.amountValue and "amount" in event and event["amount"] != chat.amountValue:
            lines.append(f"{chat.id}: {event['amount']}, not {chat.amountValue}")
        if chat.amountString and plain(chat.amountString) != plain(event.get("display", "")):
            lines.append(f"{chat.id}: {event.get('display')!r}, not {chat.amountString!r}")
    return lines


def main():
    """Compares every file and prints a line for each."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--program", default=".build/release/emotionmotion")
    options = options.parse_args()
    logging.disable(logging.CRITICAL)
    total = {"files": 0, "pytchat": 0, "here": 0, "missing": 0}
    for path in sorted(options.folder.rglob("*.json")):
        text = path.read_text(encoding="utf-8-sig")
        try:
            values = json.loads(text)
        except ValueError:
            values = [json.loads(line) for line in text.splitlines() if line.strip()]
        actions = actions_in(values)
        if not actions:
            continue
        theirs = found_by_pytchat(actions)
        # The same actions for both: pages hold copies that are no actions of the chat.
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(actions, file)
            file.flush()
            ours = found_here(options.program, file.name)
        missing = differences(theirs, ours)
        total["files"] += 1
        total["pytchat"] += len(theirs)
        total["here"] += len(ours)
        total["missing"] += len(missing)
        name = path.relative_to(options.folder)
        print(f"{name}: pytchat {len(theirs)}, here {len(ours)}, missing {len(missing)}")
        for line in missing[:10]:
            print("   ", line)
    print("{files} files: pytchat finds {pytchat}, this project {here}; missing {missing}"
          .format(**total))
    sys.exit(1 if total["missing"] or not total["files"] else 0)


if __name__ == "__main__":
    main()
