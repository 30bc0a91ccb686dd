/** Drawings of a storm. */
export const STORM = `
.storm{max-width:36rem}
figcaption.strong{font-weight:650}
.area{stroke:none}
.area.queue{fill:var(--asked)}
.area.busy{fill:var(--slots)}
.area.waiting{fill:var(--warn)}
.area.failed{fill:var(--bad)}
.down-time{fill:var(--del)}
.figures.even tr:not(.same)>td:last-child{font-weight:400}
.figures.even thead th{overflow-wrap:anywhere;min-width:3.5rem}
.wide{overflow-x:auto}
@media (max-width:40rem){.figures.even td{white-space:normal}.figures.even tbody th{width:45%}}
.bed{fill:var(--raised);stroke:var(--line)}
.grid{fill:none;stroke:var(--edge)}
.axis,.tick{fill:none;stroke:var(--line)}
`;
