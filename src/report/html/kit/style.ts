import { COLOURS } from "./style-colours.js";
import { DRAWING } from "./style-drawing.js";
import { PATCH } from "./style-patch.js";
import { STORM } from "./style-storm.js";

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
