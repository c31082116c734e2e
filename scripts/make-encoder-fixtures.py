#!/usr/bin/env python3
"""Makes what the tests of Encoders hold tokenisers and classifiers to.

    python scripts/make-encoder-fixtures.py [FOLDER]

needs tokenizers, transformers and torch from PyPI (of the versions printed into `versions.json`), and
writes to Tests/EncodersTests/Fixtures where no folder is given:

    NAME/tokenizer.json, config.json, model.safetensors
                        a small sequence classifier of random weights, for NAME of bert, distilbert
                        and roberta; its tokeniser has learnt from the lines below
    NAME/expected.json  lines, their tokens by `tokenizers`, and logits by `transformers`
    real-chat.json      for each of 1,000 lines of real chat in ../shared/data/chat, a hash of its
                        tokens (FNV-1a, 32 bits): nothing of the chat itself. Left as it is where that
                        folder is not there.
"""

import json
import pathlib
import random
import sys

import tokenizers
import torch
import transformers
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

root = pathlib.Path(__file__).resolve().parent.parent
folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Tests/EncodersTests/Fixtures"
chat = root.parent / "shared/data/chat"
LIMIT = 48

# Written for this file, in the manner of a live chat.
LINES = """
what a show tonight, the dancer is on fire
i can't believe they did that again!! again
so sad to see them leave, we'll miss you all
this beat is sick, turn it up please
who is this artist? never heard them before
that scared me, why did the lights go out
ew what is that on the floor, gross
nooo don't stop now, one more song
happy birthday to everyone in the chat today
the sound is broken on my side, is it just me?
you're amazing, thank you for the music
stop spamming, it's annoying and it ruins the mood
wow, i did not see that coming at all
good morning from Lisbon, 25 degrees and sunny
I've watched this 3 times and I'm still crying
they're late... it's 10:45 already, where are they?
hahaha that was the funniest thing I've seen this year
bro what is happening, is this real life
my heart is beating so fast right now
we love you, greetings from the back row
""".strip().split("\n")

# What tokenisers differ on.
TRICKY = [
    "", " ", "   ", "\t", "a", "I'll don't we've  it's   ok! 123abc", "a  b \n\n c  ",
    "hi \U0001F469\u200D\U0001F469\u200D\U0001F467!! ok\U0001F44D\U0001F3FD \U0001F1EB\U0001F1F7x",
    "caf\u00e9 d\u00e9j\u00e0", "cafe\u0301 de\u0301ja\u0300", " \u0301a '\u0301s",
    "\u4f60\u597d,\u4e16\u754c \u3072\u3089\u304c\u306a \ud55c\uad6d\uc5b4",
    "\u0645\u064e\u0631\u0652\u062d\u064e\u0628\u064b\u0627 \u0661\u0662\u0663", "a\r\nb \r\n c",
    "a\u00a0\u00a0b\u3000c \u200bd", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0e01\u0e47",
    "\u0928\u092e\u0938\u094d\u0924\u0947", "IT'S he'S 'tis \u2019s", "\u00bd \u2167 \u00b23 \u0663",
    "<s>inject</s> [SEP] <mask> x", "\u0130stanbul \u015eIK \u03a3\u0391\u03a3 \u00df \ufb01 \u01c5",
    "x\u0000y\ufffdz\u00adw\ufeff", "A" * 150 + " b", "\u2126 \u212a \u00c5 \u212b",
    "\ud7a3 \u1112\u1161\u11ab", "\u0378 \U000e0001 \ue000q", "$+<=>^`|~ \u20ac\u00a5 \u2122",
    "word <mask>. a<mask>b   <mask>  c", "\U0001fae8 \U0001f9cc", "\u1c89\U00011f02",
    "\u0295\u02d0 n\u030c", "\u1f88 \u0149 \u0390", "x\u000by\u000cz\u0085w", "!!!???...", "don''t 're",
    "so " * 60, "[PAD][CLS] [UNK] </s><pad>",
]

LABELS = ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"]


def word_piece():
    made = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.train_from_iterator(
        LINES + TRICKY,
        trainers.WordPieceTrainer(
            vocab_size=600, show_progress=False,
            special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]))
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return made


def byte_pairs():
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.train_from_iterator(
        LINES + TRICKY,
        trainers.BpeTrainer(
            vocab_size=700, show_progress=False,
            special_tokens=["<s>", "<pad>", "</s>", "<unk>",
                            AddedToken("<mask>", lstrip=True, special=True, normalized=False)],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    made.post_processor = processors.RobertaProcessing(
        ("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    return made


def classifier(name, words):
    shared = dict(
        vocab_size=words, id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)})
    sizes = dict(
        hidden_size=24, num_hidden_layers=2, num_attention_heads=4, intermediate_size=40)
    if name == "bert":
        settings = transformers.BertConfig(
            **shared, **sizes, max_position_embeddings=LIMIT, pad_token_id=0)
        return transformers.BertForSequenceClassification(settings)
    if name == "distilbert":
        settings = transformers.DistilBertConfig(
            **shared, dim=24, n_layers=2, n_heads=4, hidden_dim=40,
            max_position_embeddings=LIMIT, pad_token_id=0)
        return transformers.DistilBertForSequenceClassification(settings)
    settings = transformers.RobertaConfig(
        **shared, **sizes, max_position_embeddings=LIMIT + 2, pad_token_id=1, bos_token_id=0,
        eos_token_id=2, type_vocab_size=1, layer_norm_eps=1e-5)
    return transformers.RobertaForSequenceClassification(settings)


def cut(tokens):
    return tokens if len(tokens) <= LIMIT else tokens[: LIMIT - 1] + tokens[-1:]


def hashed(tokens):
    value = 0x811C9DC5
    for token in tokens:
        for byte in token.to_bytes(4, "little"):
            value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def real_lines():
    found = []
    raw = (chat / "twitch/nymn_2024-01-06.irc.txt").read_bytes().decode()
    for line in raw.split("\r\n"):
        if " PRIVMSG #nymn " in line:
            text = line.split(" PRIVMSG #nymn ", 1)[1]
            found.append(text[1:] if text.startswith(":") else text)
    more = chat / "official_api/livenow_press_briefing_2025-03-17_6685.json"
    found += [message["message"] for message in json.loads(more.read_text())]
    return list(dict.fromkeys(found))[:1000]


def main():
    torch.manual_seed(20260102)
    random.seed(20260102)
    folder.mkdir(parents=True, exist_ok=True)
    made = {"bert": word_piece(), "distilbert": word_piece(), "roberta": byte_pairs()}
    for name, tokeniser in made.items():
        place = folder / name
        place.mkdir(exist_ok=True)
        model = classifier(name, tokeniser.get_vocab_size()).eval()
        with torch.no_grad():
            # Larger than a fresh model's, so that logits differ between texts.
            for key, parameter in model.named_parameters():
                is_scale = "norm" in key.lower() and key.endswith("weight")
                parameter.copy_(torch.randn_like(parameter) * 0.3 + (1 if is_scale else 0))
        model.save_pretrained(place)
        tokeniser.save(str(place / "tokenizer.json"), pretty=False)
        lines = LINES + TRICKY
        tokens = [tokeniser.encode(line).ids for line in lines]
        with torch.no_grad():
            logits = [model(torch.tensor([cut(ids)])).logits[0].tolist() for ids in tokens]
        (place / "expected.json").write_text(
            json.dumps({"lines": lines, "tokens": tokens, "logits": logits}))
    if chat.is_dir():
        lines = real_lines()
        (folder / "real-chat.json").write_text(
            json.dumps({
                name: [hashed(made[name].encode(line).ids) for line in lines]
                for name in ("bert", "roberta")
            }))
    (folder / "versions.json").write_text(
        json.dumps({
            "tokenizers": tokenizers.__version__, "transformers": transformers.__version__,
            "torch": torch.__version__,
        }) + "\n")


main()
