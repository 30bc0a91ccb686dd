/** The patch: four columns, or where there is no room for two sides, the lines below each other. */
export const PATCH = `
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
