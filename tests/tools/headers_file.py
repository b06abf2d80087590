"""``_headers`` as its two readers understand it, by their own documentation and sources.

Cloudflare Pages (developers.cloudflare.com/pages/configuration/headers): at most 100 rules and 2,000 characters a line;
``*`` stands for any characters and may stand once; every rule that matches is applied, in order; a value takes the
place of the host's own, values of several rules are joined by commas, and ``! Name`` takes off what came before.

Netlify (docs.netlify.com/manage/routing/headers; its packages headers-parser and cli): a line without a colon says
nothing; ``*`` stands for any characters; of several rules that match, the last one that names a header counts.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

#: What Cloudflare Pages sends with every file unless told otherwise.
CLOUDFLARES_OWN = {
    "access-control-allow-origin": "*",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=0, must-revalidate",
}


@dataclass
class Rule:
    pattern: str
    values: dict[str, str] = field(default_factory=dict)
    unset: list[str] = field(default_factory=list)

    def matches(self, path: str) -> bool:
        return bool(re.fullmatch(".*".join(map(re.escape, self.pattern.split("*"))), path))


@dataclass(frozen=True)
class HeadersFile:
    rules: tuple[Rule, ...]

    @property
    def names(self) -> set[str]:
        """Every header that some rule sets, in small letters."""
        return {name for rule in self.rules for name in rule.values}

    def cloudflare(self, path: str) -> dict[str, str]:
        """The headers of an address at Cloudflare Pages, names in small letters."""
        found, declared = dict(CLOUDFLARES_OWN), set()
        for rule in self.rules:
            if rule.matches(path):
                for name in rule.unset:
                    found.pop(name, None)
                for name, value in rule.values.items():
                    joined = name in declared and name in found
                    found[name] = f"{found[name]}, {value}" if joined else value
                    declared.add(name)
        return found

    def netlify(self, path: str) -> dict[str, str]:
        """The headers of an address at Netlify, names in small letters."""
        return {name: value for rule in self.rules if rule.matches(path) for name, value in rule.values.items()}


def read_headers_file(path: Path) -> HeadersFile:
    """Read the file; a line that one of the hosts would refuse fails the test."""
    return parse_headers_file(path.read_text("utf-8"))


def parse_headers_file(text: str) -> HeadersFile:
    """The same of a text."""
    rules: list[Rule] = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        assert len(raw) <= 2000, f"line {number} is too long for Cloudflare"
        if line.startswith("/"):
            assert line.count("*") <= 1 and ":" not in line, f"line {number}: {line}"
            rules.append(Rule(line))
        elif line.startswith("! "):
            assert ":" not in line, f"line {number}: Netlify would read a header here"
            rules[-1].unset.append(line[2:].strip().lower())
        else:
            name, colon, value = line.partition(":")
            assert colon and name.strip() and value.strip() and " " not in name.strip(), f"line {number}: {line}"
            assert name.lower() not in rules[-1].values, f"line {number}: {name} stands twice in a rule"
            rules[-1].values[name.strip().lower()] = value.strip()
    assert 0 < len(rules) <= 100
    assert all(rule.values for rule in rules)
    return HeadersFile(tuple(rules))
