#!/usr/bin/env python3
"""Writes what the fuzzer starts from: corpus/<target>/ and the dictionaries policy.dict and facts.dict.

Seeds are what the repository has anyway: whole policies and their tests, each snippet of policy text in the tests of the
crates, and the first rows of the sample. Small seeds are worth most, since a mutation of a large one hardly ever lands
where it matters; so policies are also cut into a common head and one item each.
"""

import csv
import hashlib
import itertools
import json
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FIRST = ROOT / "policies" / "hlj-live-commerce-2023"
ITEM = re.compile(
    r"^(?=(?:政策|依据文件|单位|参数|预算|数据|定义|标准|规则|目标|建议|解释|测试|样例|policy|source|unit|param|budget|"
    r"record|define|criteria|rule|target|advice|interpretation|test|sample)\b)",
    re.M,
)
STRING = re.compile(r'r#+"(.*?)"#+|"((?:[^"\\]|\\.)*)"', re.S)


def seed(target, data):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def strings(path):
    """The string literals of a Rust file, unescaped as far as policy text needs it."""
    for raw, plain in STRING.findall(path.read_text("utf-8")):
        text = raw or re.sub(r"\\\n\s*", "", plain).replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")
        if text.strip():
            yield text


def dictionary(name, words):
    lines = []
    for word in sorted(set(words)):
        encoded = word.encode("utf-8")
        if 0 < len(encoded) <= 64:
            lines.append('"' + "".join(f"\\x{byte:02X}" for byte in encoded) + '"')
    (HERE / name).write_text("\n".join(lines) + "\n", "utf-8")


def policies():
    texts = [path.read_text("utf-8") for path in ROOT.glob("crates/*/tests/data/*.gj")]
    for folder in sorted(ROOT.glob("policies/*/")):
        policy = (folder / "policy.gj").read_text("utf-8")
        texts.append(policy)
        for tests in sorted(folder.glob("tests/*.gj")):
            text = tests.read_text("utf-8")
            texts.append(text)
    for path in ROOT.glob("crates/guiju-parser/tests/**/*.rs"):
        texts += [text for text in strings(path) if len(text) > 8]
    for path in itertools.chain(ROOT.glob("crates/guiju/tests/*.rs"), ROOT.glob("crates/guiju-cli/tests/*.rs")):
        texts += [text for text in strings(path) if ITEM.search(text)]
    # Far longer seeds are not mutated to any purpose.
    longest = 8192
    head = next(text for text in strings(ROOT / "crates/guiju-parser/tests/check/support.rs") if ITEM.search(text))
    for text in texts:
        if len(text.encode()) <= longest:
            seed("policy_text", text.encode())
        items = [item for item in ITEM.split(text) if item.strip()]
        for item in items:
            if len(item.encode()) <= longest:
                seed("policy_text", (head + "\n" + item).encode())
            if item.startswith(("测试", "test")):
                seed("policy_text", head.encode() + b"\xff" + item.encode())


def facts():
    records = re.findall(r"^数据 (\S+)", (FIRST / "policy.gj").read_text("utf-8"), re.M)
    parents = dict(re.findall(r'^数据 (\S+)(?: "[^"]*")? 属于 (\S+)', (FIRST / "policy.gj").read_text("utf-8"), re.M))
    heads, tables = {}, {}
    for index, record in enumerate(records):
        path = FIRST / "sample" / f"{record}.csv"
        if not path.exists():
            continue
        lines = path.read_text("utf-8-sig").splitlines()[:4]
        heads[record] = bytes([index]) + ("\n".join(lines) + "\n").encode()
        tables[record] = list(csv.DictReader(lines))
        seed("csv_facts", heads[record])
        # The head with each single column besides the key: short lines are mutated to better purpose.
        columns = lines[0].split(",")
        for column in range(1, len(columns)):
            few = ["," .join([row.split(",")[0], row.split(",")[column]]) for row in lines]
            seed("csv_facts", bytes([index]) + ("\n".join(few) + "\n").encode())
        seed("json_facts", json.dumps({record: tables[record]}, ensure_ascii=False).encode())
        for row in tables[record][:1]:
            for column, cell in row.items():
                few = {columns[0]: row[columns[0]], column: cell}
                seed("json_facts", json.dumps({record: [few]}, ensure_ascii=False).encode())
    for child, parent in parents.items():
        if child in heads and parent in heads:
            seed("csv_facts", heads[parent] + b"\xff" + heads[child])
            nested = [dict(row) for row in tables[parent]]
            key = list(nested[0])[0]
            for row in nested:
                row[child] = [
                    {name: cell for name, cell in inner.items() if name != parent}
                    for inner in tables[child]
                    if inner.get(parent) == row[key]
                ]
            seed("json_facts", json.dumps({parent: nested}, ensure_ascii=False).encode())
    seed("json_facts", json.dumps(tables, ensure_ascii=False).encode())
    names = {name for table in tables.values() for row in table for name in row}
    cells = {cell for table in tables.values() for row in table for cell in row.values()}
    odd = [
        "是", "否", "true", "false", "null", "2023-02-30", "2024-02-29", "2023年5月", "2023-05", "2023-05-20T23:59:59+08:00",
        "1e400", "NaN", "Infinity", "-0", "1.5万元", "20%", "９９", "1,000.00", "9223372036854775807", "79228162514264337593543950335",
        "0.0000000000000000000000000001", "\ufeff", "\r\n", '""', '":[{"', '"},{"', "\\ud800",
    ]
    dictionary("facts.dict", [*names, *cells, *odd, *records])


def main():
    policies()
    facts()
    words = list(strings(ROOT / "crates/guiju-parser/src/words.rs"))
    units = ["元", "万元", "亿元", "户", "家", "小时", "天", "个月", "年", "%", "万元/户", "60小时", "2023-02-30", "2023年5月", "1e400"]
    signs = [*"{}()「」“”，、；：。=<>≤≥≠+-×÷/#\"`", "..", "<=", ">=", "!=", "1/0", "99999999999999999999999999999"]
    dictionary("policy.dict", [*words, *units, *signs])


main()
