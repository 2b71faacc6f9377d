"""How the page of a run looks, in light and dark, on a phone and on paper; and the policy that allows only that."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

__all__ = ["POLICY", "STYLE"]

STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c2024; --quiet: #4b5560; --paper: #fff; --soft: #f2f4f6; --line: #c3c9d0;
  --edge: #59636e; --hold: #a9d8b4; --broken: #e58e86; --differ: #f0cf78; --open: #e6e9ed; --time: #9cc3e6;
  --focus: #0b57d0 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9ecef; --quiet: #b3bcc6; --paper: #14171a; --soft: #20252a;
  --line: #424a53; --edge: #98a2ad; --hold: #2b6a3a; --broken: #9c3a31; --differ: #7d6115; --open: #333a41;
  --time: #2d5c86; --focus: #8ab4f8 } }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 68rem; font: 16px/1.5 system-ui, sans-serif;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere }
h1, h2, h3 { line-height: 1.25; text-wrap: balance }
h1 { margin: 0 0 .25rem; font-size: 1.75rem } h3 { margin: 0 0 .5rem; font-size: 1.05rem }
h2 { margin: 2.75rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.35rem }
p { margin: .5rem 0 } .quiet, figcaption, dt { color: var(--quiet) }
code, pre { font: .875em/1.5 ui-monospace, "DejaVu Sans Mono", monospace }
pre { background: var(--soft); padding: .6rem .75rem; white-space: pre-wrap; margin: .25rem 0; border-radius: 4px }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px }
a { color: inherit; text-underline-offset: .2em }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none }
nav a, summary { display: inline-block; padding: .3rem 0 }
summary { cursor: pointer; display: list-item; font-weight: 600 }
.outcome { margin: 1rem 0; border: 2px solid var(--ink); border-left-width: 12px; border-radius: 4px;
  padding: .75rem 1rem }
.outcome strong { display: block; font-size: 1.35rem; line-height: 1.3 } .outcome p { margin: .25rem 0 0 }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0;
  padding: 0; list-style: none }
.tiles li { display: grid; grid-template-columns: 1.5rem 1fr; gap: .1rem .6rem; align-items: center;
  align-content: start; margin: 0; border: 1px solid var(--line); border-radius: 4px; padding: .6rem .75rem }
.tiles b { font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums }
.tiles span { grid-column: 1 / -1; font-size: .9rem }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: .3rem 1rem; margin: .5rem 0 }
dd { margin: 0; min-width: 0 }
article { border: 1px solid var(--line); border-left: 6px solid var(--ink); border-radius: 4px; padding: .85rem 1rem;
  margin: .85rem 0 }
article.differs { border-left-style: double }
.word { display: inline-block; border: 1px solid currentColor; border-radius: 3px; padding: 0 .45em; margin-right: .5em;
  font-size: .85em; white-space: nowrap }
.word.broken { background: var(--ink); color: var(--paper) }
ul { padding-left: 1.25rem } li { margin: .3rem 0 } details { margin: .35rem 0 }
figure { margin: 0 0 1rem } figcaption { margin-bottom: .5rem }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .75rem; padding: 0; list-style: none;
  font-size: .9rem }
.legend li { display: flex; align-items: center; gap: .45rem; margin: 0 } .legend svg { flex: none }
.row { display: grid; grid-template-columns: minmax(0, 15rem) minmax(0, 1fr) minmax(0, 16rem); gap: 0 1rem;
  align-items: center; font-size: .875rem; line-height: 1.35 }
.row .name { text-align: right; font-weight: 600; padding: .2rem 0 } .row .said { color: var(--quiet) }
.row svg { display: block; overflow: visible; grid-column: 2 }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink) }
.level { paint-order: stroke; stroke: var(--paper); stroke-width: 4px }
.grid { stroke: var(--line); stroke-width: 1 } .axis { stroke: var(--edge); stroke-width: 1 }
.mark { stroke: var(--ink); stroke-width: 1 } .lines { stroke: var(--ink); stroke-width: 1.25; fill: none }
.fill-hold { fill: var(--hold) } .fill-broken { fill: var(--broken) } .fill-differ { fill: var(--differ) }
.fill-exercised { fill: var(--hold) } .fill-not-checked, .fill-not-exercised { fill: var(--open) }
.reach { stroke: var(--ink); stroke-width: 2 } .middle { stroke: var(--ink); stroke-width: 4 }
.half { fill: var(--time); stroke: var(--ink); stroke-width: 1 } .last { fill: var(--ink) }
.patterns { position: absolute }
table { width: 100%; border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top }
th:first-child { text-align: left; width: 40% } thead th { color: var(--quiet) }
@media (max-width: 44rem) {
  body { padding-top: 1rem } h1 { font-size: 1.4rem } h2 { margin-top: 2.25rem; font-size: 1.2rem }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0 } dd { margin-bottom: .5rem }
  .tiles { grid-template-columns: 1fr 1fr } article { padding: .75rem }
  .row { grid-template-columns: minmax(0, 1fr); margin-bottom: .6rem } .row .name { text-align: left; padding: 0 }
  .row svg { grid-column: 1 } .row .said { font-size: .8rem }
  svg text { font-size: 11px }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  table, tbody { display: block } tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .4rem 0;
    border-bottom: 1px solid var(--line) }
  th:first-child { width: 100% } th, td { border: 0; padding: 0; text-align: left }
  td::before { content: attr(data-word) " "; color: var(--quiet) } }
@media print { details::details-content { content-visibility: visible; block-size: auto }
  article, .row { break-inside: avoid } nav { display: none } }
"""
"""The whole of it: colours are told apart by patterns too, and what a pattern says is also said in words."""

_DIGEST: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

POLICY: Final = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
"""Nothing is loaded and nothing runs; of styles, only the one above."""
