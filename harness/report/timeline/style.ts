/**
 * Everything that has the time axis begins and ends at the same distance from the edges, which browser/timeline.ts knows
 * as well. Colours are those of the page; each kind of bar and of line has a form beside its colour.
 */
export const TIMELINE_STYLE = `
.timeline{margin:1rem 0}
.timeline-controls{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;margin-bottom:.75rem}
.timeline-controls[hidden]{display:none}
.timeline-controls [role=group]{display:flex;flex-wrap:wrap;gap:.25rem}
.timeline-controls select{max-width:20rem}
.timeline-svg{display:block;width:calc(100% - 80px);margin:0 16px 0 64px;overflow:hidden}
.timeline-svg text{font-size:12px;fill:var(--text)}
.timeline-svg .timeline-named{overflow:visible}
.timeline-act{fill:var(--surface);stroke:var(--line)}
.timeline-act.is-1{fill:var(--line)}
@media (max-width:600px){.timeline-svg text{font-size:10px}}
.timeline-step{fill:var(--link)}
.timeline-band{fill:none}
.timeline-band.is-1{fill:var(--surface)}
.timeline-shadow{fill:var(--blocker);stroke:var(--blocker);stroke-width:1;opacity:.13}
.timeline-ruler line{stroke:var(--line)}
.timeline-svg .timeline-ruler text{fill:var(--muted);font-size:11px}
.timeline-name{font-weight:600}
.timeline-svg .timeline-beside{paint-order:stroke;stroke:var(--page);stroke-width:3px}
.timeline-bar{stroke-width:2;stroke-linejoin:round}
.timeline-bar.is-all{fill:var(--blocker);stroke:var(--blocker)}
.timeline-bar.is-writes{fill:url(#timeline-writes);stroke:var(--concern)}
.timeline-bar.is-changes{fill:url(#timeline-changes);stroke:var(--note)}
.timeline-bar.is-rows{fill:url(#timeline-rows);stroke:var(--series-8)}
.timeline-bar.is-wait{fill:url(#timeline-wait);stroke:var(--series-4)}
.timeline-bar.is-stall{fill:url(#timeline-stall);stroke:var(--series-2)}
.timeline-ground-writes{fill:var(--concern)}
.timeline-ground-changes{fill:var(--note)}
.timeline-ground-rows{fill:var(--series-8)}
.timeline-ground-wait{fill:var(--series-4)}
.timeline-ground-stall{fill:var(--series-2)}
.timeline-hatching{stroke:var(--page);stroke-width:3}
.timeline-hit{fill:transparent;stroke:transparent;stroke-width:8;pointer-events:all}
.timeline-lanes a:focus-visible .timeline-bar,.timeline-lanes a:hover .timeline-bar,.timeline-bar.is-shown{stroke:var(--text);stroke-width:3}
.timeline-cursor{stroke:var(--muted);stroke-dasharray:3 3}
.timeline-panel{margin:.75rem 0}
.timeline-panel figcaption,.timeline-keys{font-size:.85rem;color:var(--muted);margin:0 0 .25rem}
.timeline-panel figcaption strong{color:var(--text);margin-right:.75rem}
.timeline-chosen{color:var(--text);margin-right:.75rem}
.timeline-key{display:inline-block;margin-right:1rem}
.timeline-key svg{vertical-align:middle}
.timeline-line{stroke-width:2}
.timeline-line.is-chosen,.timeline-line.is-p50{stroke:var(--series-1)}
.timeline-line.is-p95{stroke:var(--series-3);stroke-dasharray:8 4}
.timeline-line.is-p99{stroke:var(--series-4);stroke-dasharray:2 3}
.timeline-line.is-longest{stroke:var(--series-2);stroke-width:4;stroke-dasharray:4 6}
.timeline-line.is-all{stroke:var(--series-8);stroke-dasharray:8 4}
.timeline-line.is-failed{stroke:var(--series-5)}
.timeline-line.is-dropped{stroke:var(--series-6);stroke-dasharray:2 3}
.timeline-curves .u-select{background:var(--link);opacity:.2}
.timeline-curves .u-cursor-x,.timeline-curves .u-cursor-y{border-color:var(--muted)}
.timeline-readout{font-size:.85rem;margin:0 16px 0 64px;min-height:1.5em}
.timeline-unscripted{color:var(--muted)}
.timeline-shown{border:1px solid var(--line);border-radius:4px;background:var(--surface);padding:.75rem 1rem;margin:.75rem 0}
.timeline-shown h4:first-of-type{margin-top:0}
.timeline-detail{margin:.25rem 0}
.timeline-queue{padding-left:1.25rem}
.timeline-queue ul{padding-left:1.25rem;border-left:1px solid var(--line)}
.timeline-source{color:var(--muted);font-size:.85rem}
@media print{.timeline-controls,.timeline-shown,.timeline-readout{display:none}.timeline-panel{break-inside:avoid}}
`
