/** Drawings of a storm. */
export const STORM = `
figcaption.strong{font-weight:650}
.side{margin:.6rem 0}
.panel{margin:.7rem 0 0;font-size:.87rem;line-height:1.35}
.plot{display:grid;grid-template-columns:40px minmax(0,1fr);gap:6px;padding-right:11px}
.plot text{font-size:11.5px}
.plot.panel,.plot.tall{max-width:36rem}
.curves{overflow:visible}
.cells{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,10rem),1fr));gap:.9rem 1rem}
.host{margin:0;display:flex;flex-direction:column;justify-content:space-between}
.host figcaption{margin-bottom:.2rem;font-size:.8rem;line-height:1.35}
.cells+.quiet,.side+.quiet,.quiet+ul.quiet{font-size:.87rem}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;margin:.3rem 0;padding:0;list-style:none;font-size:.87rem}
.legend li{overflow-wrap:anywhere}
.swatch{display:inline-block;width:16px;height:10px;margin-right:.45em}
.area{stroke:none}
.area.queue{fill:var(--asked)}
.area.busy{fill:var(--slots)}
.area.waiting{fill:var(--warn)}
.area.answered{fill:var(--good)}
.area.failed{fill:var(--bad)}
.host .area.busy{stroke:var(--page);stroke-width:1;vector-effect:non-scaling-stroke}
.down-time{fill:var(--del)}
.down-edge,.curve,.slots,.bed{fill:none;vector-effect:non-scaling-stroke}
.down-edge{stroke:var(--bad)}
.curve{stroke-width:2.25;stroke-linejoin:round}
.curve.answered{stroke:var(--good)}
.curve.queue{stroke:var(--asked)}
.curve.other{stroke:var(--quiet);stroke-width:1.5;stroke-dasharray:5 4}
.slots{stroke:var(--text);stroke-dasharray:3 3}
.bed,.grid{stroke:var(--edge)}
.grid{fill:none}
.axis{fill:none;stroke:var(--line)}
.figures.even tr:not(.same)>td:last-child{font-weight:400}
.figures.even thead th{overflow-wrap:anywhere;min-width:3.5rem}
.wide{overflow-x:auto}
@media (max-width:40rem){.figures.even td{white-space:normal}.figures.even tbody th{width:45%}}
`;
