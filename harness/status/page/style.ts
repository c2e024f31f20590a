/** Colours hold WCAG AA in light and dark; nothing is fetched. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --faint: #57606a; --line: #d0d7de; --bad: #a40e26; --good: #116329; --open: #7d4e00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --faint: #9aa4af; --line: #30363d; --bad: #ff8f87; --good: #6fdd8b; --open: #e3b341; }
}
body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1rem; margin: 1.5rem 0 .25rem; color: var(--faint); }
p { margin: .25rem 0; }
.act, .verdict, .waiting { font-size: 1.4rem; font-weight: 600; }
.waiting { color: var(--open); }
.no-go { color: var(--bad); } .go { color: var(--good); } .inconclusive { color: var(--open); }
#link { color: var(--faint); min-height: 1.5em; }
progress { width: 16rem; max-width: 100%; vertical-align: middle; }
table { border-collapse: collapse; }
caption { text-align: start; color: var(--faint); }
th, td { text-align: start; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: normal; }
thead th { color: var(--faint); }
td, th { overflow-wrap: break-word; }
td:last-child, code, p, li { overflow-wrap: anywhere; }
ol { padding-inline-start: 2.5rem; margin: .25rem 0; }
time { color: var(--faint); }
`
