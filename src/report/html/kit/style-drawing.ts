/** Drawings of the page: topologies, and what else is drawn in the same colours. */
export const DRAWING = `
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1.5rem 2.5rem}
figure{margin:.6rem 0}
figcaption{margin-bottom:.6rem;overflow-wrap:anywhere}
:not(svg)>svg{display:block;width:100%}
svg[viewBox]:not(svg svg){height:auto}
svg text{fill:var(--text);font-size:12px}
svg .strong{font-weight:650}
svg .quiet{fill:var(--quiet);font-weight:400}
svg .bad{fill:var(--bad)}
.topology{max-width:33rem}
.box{fill:var(--raised);stroke:var(--line)}
.box.folded{stroke-dasharray:4 3}
.line{fill:none;stroke:var(--line)}
.arrow{fill:var(--line)}
.bar-slots{fill:var(--slots)}
.bar-asked{fill:var(--asked)}
.bar-checks{fill:var(--checks)}
.hatch-ground{fill:var(--page)}
.hatch{fill:none;stroke:var(--bad);stroke-width:2}
.over{stroke:var(--bad)}
.over-end{fill:var(--bad)}
.mark{fill:none;stroke:var(--text);stroke-width:1.5}
@media print{svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
