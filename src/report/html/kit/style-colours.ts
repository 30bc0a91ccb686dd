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
