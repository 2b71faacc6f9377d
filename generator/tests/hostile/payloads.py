"""Texts that would do something, were they ever taken for anything but text: each fires a canary in its folder."""

from __future__ import annotations

__all__ = ["CANARY", "PAYLOADS"]

CANARY = "canary-fired"
"""The file that appears in the working folder when a text was run."""

_RUN = f"open({CANARY!r},'w').close()"
_RUN_QUOTED = f'open("{CANARY}","w").close()'
_SHELL = f"touch {CANARY}"
_JINJA = "{{ cycler.__init__.__globals__.os.system('RUN') }}{% set x = lipsum.__globals__['os'].system('RUN') %}{# x #}"
_LINE_ENDS = ("\r\n", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029")

PAYLOADS: dict[str, str] = {
    "triple double quote": f'x"""\n{_RUN}\nif 1:\n    pass\n#',
    "triple single quote": f"x'''\n{_RUN_QUOTED}\n#",
    "double quote": f'x" + str({_RUN}) + "y',
    "single quote": f"x' + str({_RUN_QUOTED}) + 'y",
    "backslash, then quotes": f'x\\"""\n{_RUN}\n#',
    "backslash at the end": "x\\",
    "escape sequences": "\\x41 \\N{BULLET} \\u0041 \\777 \\8 \\",
    "format field": f"{{0.__class__}} {{{_RUN}}} {{}} {{{{}}}} {{!r}} {{:>99999999}}",
    "other templates": f"%s %(x)s %n ${{x}} $x `{_SHELL}` $({_SHELL})",
    "Jinja": _JINJA.replace("RUN", _SHELL),
    "end of a comment": f"x # noqa\n{_RUN}\n# type: ignore[attr]\n*/ --> ]]> -- {_RUN}",
    "carriage return": f"x\r{_RUN}\r#",
    "line breaks of every kind": "x" + "".join(f"{end}{_RUN}" for end in _LINE_ENDS) + "#",
    "line continuation": f"x \\\n{_RUN}\n\t{_RUN}",
    "closing tags": "</title></style></textarea></script --><script>alert(1)</script><svg/onload=alert(1)>",
    "attributes": "\"' onmouseover=alert(1) x=\"<img src=x onerror=alert(1)><iframe srcdoc='<script>1</script>'>",
    "links": '<a href="javascript:alert(1)">x</a> [x](javascript:alert(1)) ![x](https://evil.example/x.png)',
    "Markdown": f"```\n~~~\n# Heading\n- [ ] x\n| a | b |\n[ref]: javascript:1\n<!-- x\n===\n```python\n{_RUN}\n",
    "TOML": f'x"\n[tool.planted]\nrun = "{_SHELL}"\n[build-system]\nbuild-backend = "planted"\n#\'\'\'\n[tool]\n',
    "controls": "\x00\x01\x07\x08\x1b[2J\x1b]0;planted\x07\x1b[31m\x7f\x9b2J\x90q\x9c",
    "bidirectional": "\u202eright\u2066 if\u2069 \u200b\u200e\u200f\ufeff\u00ad\u061c\u2067\u180e\U000e0041 end",
    "beyond the first plane": "\U0001f600\U0010ffff\ue000\ufffe\uffff\ufdd0 \u0130\u0131\ufb01\u212a\u1e9e",
    "half of a pair": "x\ud800y\udfffz",
    "path": "../../../../escaped/\\..\\..\\escaped/C:\\escaped/~/%2e%2e%2fescaped\x00.py",
    "very long": "long " * 6000,
    "very long word": "w" * 30000,
    "empty": "",
    "blank": "  \t ",
    "dunder": "__import__",
    "keyword": "None",
    "number": "1e999",
    "doctest": f">>> {_RUN}\n>>> __import__('os').system('{_SHELL}')\n",
    "look-up": "${jndi:ldap://127.0.0.1:1/x} <%= 7*7 %> #{7*7} {{constructor.constructor('alert(1)')()}}",
}
