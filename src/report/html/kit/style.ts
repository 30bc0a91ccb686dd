/** The patch: four columns, or where there is no room for two sides, the lines below each other. */
const PATCH = `
.file{border:1px solid var(--edge);border-radius:4px}
.file>summary{padding:.4rem .8rem;background:var(--raised)}
.file>summary code{word-break:break-all}
.patch{table-layout:fixed;margin:0;font-size:.87rem}
.patch col.number{width:3.4rem}
.patch :is(th,td){padding:.05rem .6rem;border:0}
.patch thead th{border-top:1px solid var(--edge)}
.patch .hunk{padding:.3rem .6rem;border-block:1px solid var(--edge);background:var(--raised);color:var(--quiet);font-weight:400;text-align:left}
.patch td code{display:block;padding-left:1.2em;text-indent:-1.2em;font-size:.92em;white-space:pre-wrap;tab-size:8}
.patch .number{color:var(--quiet);text-align:right;user-select:none}
.patch td.number{font-size:.92em}
.sign{display:inline-block;width:1.2em;text-indent:0;user-select:none}
.patch .none{background:var(--none)}
.patch .del{background:var(--del)}
.patch .ins{background:var(--ins)}
.patch .number:is(.del,.ins){color:var(--text)}
.patch mark{background:var(--del-word);color:inherit;border-radius:2px}
.patch .ins mark{background:var(--ins-word)}
.del mark{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:2px}
.ins mark{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:2px}
.no-newline{color:var(--quiet);font-style:italic}
@media screen and (max-width:48rem){
.patch,.patch tbody{display:block}
.patch thead,.patch colgroup,.patch .none,.patch .context>:nth-child(-n+2){display:none}
.patch tr{display:grid;grid-template-columns:2.8rem minmax(0,1fr)}
.patch .hunk{grid-column:1/-1}
}
@media print{.patch{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

/** Drawings of a storm. */
const STORM = `
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

/** Drawings of the page: topologies, and what else is drawn in the same colours. */
const DRAWING = `
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

/** Text keeps a contrast of 4.5 to every ground that it stands on, and lines and bars one of 3 (WCAG 2.2 AA). */
const LIGHT = `color-scheme:light;--page:#fff;--raised:#f6f7f9;--text:#1b1f24;--quiet:#59626d;--edge:#d3d9e0;--link:#0b57b0;
--good:#1a6b37;--bad:#b3261e;--warn:#8a5300;
--slots:#5b6673;--asked:#24588f;--checks:#5b8fcc;--line:#7b8794;
--del:#fdeeec;--del-word:#f7c7c1;--ins:#e7f6ea;--ins-word:#b3e2bd;--none:#f3f4f6;`;

const DARK = `color-scheme:dark;--page:#13171c;--raised:#1a2027;--text:#e3e7ec;--quiet:#9ba6b2;--edge:#36404b;--link:#82b7ff;
--good:#7fd197;--bad:#ff9d92;--warn:#f0b357;
--slots:#93a0ae;--asked:#6aa7ee;--checks:#4474a8;--line:#7e8b99;
--del:#3a2020;--del-word:#713530;--ins:#183324;--ins-word:#24603a;--none:#181d23;`;

/** The colours by their use: paper is light, whatever the screen is. */
export const COLOURS = `
:root{${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
`;

const TEXT = `
*{box-sizing:border-box}
html{background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;padding:1.5rem 1.5rem 3rem;max-width:78rem}
h1,h2,h3,h4{line-height:1.25;margin:0;font-weight:650;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:1.6rem}
h2{font-size:1.4rem}
h3{font-size:1.1rem;margin-bottom:.6rem}
h4{font-size:1rem;margin:1.2rem 0 .4rem}
p{margin:.4rem 0;max-width:52rem;overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
code,pre{font-family:ui-monospace,"Cascadia Mono","SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.87em}
code{overflow-wrap:anywhere}
pre code{font-size:1em}
pre{margin:.4rem 0;padding:.6rem .8rem;background:var(--raised);border:1px solid var(--edge);border-radius:4px;white-space:pre-wrap}
.quiet{color:var(--quiet);font-weight:400}
.good{color:var(--good)}
.bad{color:var(--bad)}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-100vw;top:.5rem;padding:.4rem .8rem;background:var(--page);border:1px solid var(--edge)}
.skip:focus{left:.5rem;z-index:1}
`;

const LAYOUT = `
header{padding-bottom:1rem;border-bottom:1px solid var(--edge)}
footer{margin-top:3rem;padding-top:.6rem;border-top:1px solid var(--edge);color:var(--quiet);font-size:.87rem}
nav{margin:1rem 0;font-size:.93rem}
nav p{margin:.3rem 0 0;font-weight:650}
nav ul{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;margin:.15rem 0;padding:0;list-style:none}
nav a{display:inline-block;padding:.15rem 0}
.environment{margin-top:2rem}
.environment+.environment{margin-top:4rem;padding-top:2rem;border-top:3px solid var(--edge)}
.part{margin-top:2.4rem}
.sub{color:var(--quiet)}
ul,ol{margin:.4rem 0;padding-left:2.2rem}
.plain{padding:0;list-style:none}
.plain li{margin:.3rem 0;overflow-wrap:anywhere}
.worse{padding-left:.8rem;border-left:3px solid var(--warn)}
details{margin:.8rem 0}
summary{cursor:pointer;padding:.25rem 0;font-weight:650;overflow-wrap:anywhere}
`;

const VERDICT = `
.verdict{margin:1rem 0;padding:.8rem 1rem;border:1px solid var(--edge);border-left:6px solid var(--good);border-radius:4px;background:var(--raised)}
.verdict.look{border-left-color:var(--warn)}
.verdict.stop{border-left-color:var(--bad)}
.decision{font-size:1.1rem;margin:0 0 .5rem}
.decision strong{color:var(--good);margin-right:.5em}
.look .decision strong{color:var(--warn)}
.stop .decision strong{color:var(--bad)}
.facts{display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:0}
dt{color:var(--quiet);font-size:.87rem}
dd{margin:0;overflow-wrap:anywhere}
.badge{display:inline-block;padding:0 .45em;border:1px solid;border-radius:3px;font-size:.82rem;font-weight:650;white-space:nowrap}
.badge.error,.badge.stop{color:var(--bad)}
.badge.warning,.badge.look{color:var(--warn)}
.badge.info,.badge.waived{color:var(--quiet)}
.badge.fine{color:var(--good)}
.findings{padding:0;list-style:none}
.finding{margin:.6rem 0;padding:.1rem 0 .1rem .9rem;border-left:3px solid var(--edge)}
.finding.error{border-left-color:var(--bad)}
.finding.warning{border-left-color:var(--warn)}
.finding p{margin:0;max-width:56rem}
.finding dl{margin:.2rem 0 0}
.finding dl>div{display:grid;grid-template-columns:4rem 1fr;max-width:56rem}
`;

const TABLES = `
table{border-collapse:collapse;width:100%;margin:.4rem 0}
th,td{padding:.32rem .8rem .32rem 0;border-bottom:1px solid var(--edge);text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{color:var(--quiet);font-size:.87rem;font-weight:400;overflow-wrap:normal}
tbody th{font-weight:400}
.figures{width:auto;min-width:min(100%,48rem)}
.figures :is(td,thead th:not(:first-child)){padding:.32rem 0 .32rem 1.6rem;text-align:right}
.figures td{white-space:nowrap}
.figures tr:not(.same)>td:last-child{font-weight:650}
.figures .same{color:var(--quiet)}
.changes{table-layout:fixed}
.changes th:first-child{width:60%}
.where{display:block;color:var(--quiet);font-size:.87rem}
.short{overflow-wrap:normal;white-space:nowrap}
@media (max-width:40rem){
body{padding:1rem .9rem 2rem}
.figures :is(td,thead th:not(:first-child)){padding-left:.6rem}
.changes th:first-child{width:50%}
th,td{padding-right:.5rem}
td.short{white-space:normal}
}
@media (max-width:24rem){
.figures td,.overview .badge{white-space:normal}
}
`;

/** On paper everything is unfolded; a browser that can't do so from a style sheet prints what stands open. */
const PAPER = `
@media print{
html{font-size:10pt}
body{max-width:none;padding:0}
nav,.skip{display:none}
details::details-content{content-visibility:visible;block-size:auto}
summary{list-style:none}
h2,h3,h4,summary,thead{break-after:avoid}
figure,.finding,.verdict,tr{break-inside:avoid}
}
`;

/** The page's one style sheet; the page's policy names its hash, so that no other and no style attribute is obeyed. */
export const STYLE = [COLOURS, TEXT, LAYOUT, VERDICT, TABLES, DRAWING, STORM, PATCH, PAPER].join("");
