/** What holds for the whole page. Sections bring what is theirs alone. */
export const BASE_STYLE = `
*{box-sizing:border-box}
html{background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;
  -webkit-text-size-adjust:100%;scroll-behavior:smooth;scroll-padding-top:1rem}
body{margin:0}
h1,h2,h3,h4{line-height:1.25;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1.4rem;margin:0 0 1rem}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
p,ul,ol,dl{margin:0 0 .75rem}
p,li,dd{max-width:75ch;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;margin:.25rem 0;padding:.5rem .75rem;background:var(--surface);border-radius:4px;max-width:none}
bdi{unicode-bidi:isolate}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
summary{overflow-wrap:anywhere;cursor:pointer;padding:.25rem 0;width:fit-content;max-width:100%}
button,select,input{font:inherit;color:inherit;accent-color:var(--link)}
button,select{min-height:2rem;padding:.2rem .75rem;background:var(--surface);border:1px solid var(--muted);border-radius:4px;
  max-width:100%;cursor:pointer}
button[aria-pressed=true]{border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link)}
.muted{color:var(--muted)}
.visually-hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.missing,.not-recorded{color:var(--unsure)}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}*{animation:none!important;transition:none!important}}
`

/** Tables, lists of facts, badges: the pieces that html/markup.ts makes. */
export const PIECES_STYLE = `
.wide{overflow-x:auto;margin:0 0 1rem;max-width:100%}
table{border-collapse:collapse;font-size:.9rem;margin:0 0 1rem}
.wide>table{margin:0}
caption{text-align:left;color:var(--muted);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);
  overflow-wrap:break-word;max-width:48rem}
thead th{color:var(--muted);font-weight:600;white-space:nowrap}
tbody th{font-weight:500}
.number,td:has(>.number){font-variant-numeric:tabular-nums}
td.number,th.number,td:has(>.number),th:has(>.number){text-align:right;white-space:nowrap}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:.6rem 1.5rem}
.facts>div{min-width:0}
.facts dt{color:var(--muted);font-size:.85rem}
.facts dd{margin:0}
.badge{display:inline-block;padding:.05rem .5rem;border-radius:3px;font-size:.8rem;font-weight:600;line-height:1.5;
  white-space:nowrap;color:var(--on-badge);background:var(--note)}
.is-found.badge,.is-blocker.badge,.is-no-go.badge,.is-failed.badge{background:var(--no-go)}
.is-concern.badge,.is-unknown.badge,.is-inconclusive.badge,.is-skipped.badge{background:var(--unsure)}
.is-note.badge{background:var(--note)}
.is-passed.badge,.is-go.badge,.is-ok.badge{background:var(--go)}
`

/** Where things stand: contents beside the text, above it on a narrow screen; on paper the text alone. */
export const LAYOUT_STYLE = `
.skip{position:absolute;left:1rem;top:-4rem;padding:.5rem 1rem;background:var(--page);z-index:2}
.skip:focus{top:.5rem}
.brand{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding:.75rem 1rem}
.brand p{margin:0;font-weight:600}
main{padding:1rem;max-width:1120px;margin:0 auto;min-width:0}
main>section{padding:2rem 0;border-top:1px solid var(--line)}
main>section:first-child{border:0;padding-top:.5rem}
nav{position:sticky;top:0;z-index:1;background:var(--page);border-bottom:1px solid var(--line);overflow-x:auto}
nav ol{display:flex;list-style:none;margin:0;padding:0 1rem}
nav a{display:block;padding:.5rem .75rem .5rem 0;white-space:nowrap;text-decoration:none;color:var(--text);font-size:.9rem}
nav a:hover{text-decoration:underline}
nav a[aria-current]{font-weight:600;color:var(--link)}
html{scroll-padding-top:3.5rem}
@media (min-width:1000px){
  html{scroll-padding-top:1rem}
  body{display:grid;grid-template-columns:13rem minmax(0,1fr);grid-template-rows:auto 1fr}
  .brand{grid-column:1;flex-wrap:wrap}
  nav{grid-column:1;align-self:start;border:0;max-height:100vh;overflow-y:auto}
  nav ol{display:block;padding:.5rem 1rem 2rem}
  nav a{white-space:normal;padding:.3rem 0}
  main{grid-column:2;grid-row:1/3;width:100%;padding:1.5rem 2rem 4rem;border-left:1px solid var(--line)}
}
@media print{
  .skip,.brand,nav,button,select,.screen-only{display:none!important}
  html{font-size:11pt}
  body{display:block}
  main{padding:0;max-width:none;border:0}
  main>section{break-before:page;border:0;padding:0}
  main>section:first-child,main>section.short{break-before:auto}
  h2,h3,summary{break-after:avoid}
  tr,article,figure{break-inside:avoid}
  .wide{overflow:visible}
  details::details-content{content-visibility:visible;block-size:auto;opacity:1}
  a{color:inherit}
  .badge{border:1px solid;background:none!important;color:inherit}
}
`
