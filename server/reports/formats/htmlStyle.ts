/** The look of a report as HTML: light and dark, on a small screen and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2126; --soft: #59636e; --line: #d4d9de; --paper: #ffffff; --shade: #f3f5f7;
  --link: #0b5cad; --ink-soft: var(--soft); --rule: var(--line); --sheet: var(--paper); --warn: #fff4d6; --warn-line: #b98900; }
@media (prefers-color-scheme: dark) { :root { --chart-1: #63b3d6; --chart-2: #d9a95a; --chart-3: #b895e0; --chart-4: #e98a92; --chart-5: #9a7bff; --chart-6: #c98a68; --ink: #e6e9ec; --soft: #a3adb8; --line: #3a424b; --paper: #15191d;
  --shade: #1e2429; --link: #7ab8ff; --warn: #3a2f0b; --warn-line: #d9a514; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; padding-top: .6rem; border-top: 2px solid var(--line); }
a { color: var(--link); }
.about, .note, caption small, .before, tfoot { color: var(--soft); }
.about { margin: 0; } .note { margin: .3rem 0 1rem; max-width: 45rem; }
.warnings { margin: 1.2rem 0; padding: .7rem 1rem; background: var(--warn); border-left: 4px solid var(--warn-line); }
.warnings h2, .summary h2, nav h2 { border: 0; margin: 0 0 .3rem; padding: 0; font-size: 1rem; }
.warnings ul, .summary ol { margin: 0; padding-left: 1.2rem; }
.summary { margin: 1.2rem 0; font-size: 1.08rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0; padding: 0; list-style: none; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: .6rem; margin: 0 0 1rem; }
.figures div { padding: .5rem .7rem; background: var(--shade); border-radius: 4px; }
.figures dt { font-size: .85rem; color: var(--soft); } .figures dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.figures .before { display: block; font-size: .8rem; }
figure { margin: 1rem 0; max-width: 100%; overflow-x: auto; } figure svg { max-width: 100%; height: auto; }
figcaption { font-size: .85rem; color: var(--soft); }
.none { margin: 1rem 0; font-size: .88rem; color: var(--soft); } .none b { color: var(--ink); font-weight: 600; margin-right: .4rem; }
.rows { overflow-x: auto; margin: 1rem 0 1.6rem; }
table { border-collapse: collapse; font-size: .88rem; min-width: 50%; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; } caption small { font-weight: 400; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); max-width: 26rem; overflow-wrap: break-word; }
tbody th { font-weight: 400; } thead th { overflow-wrap: normal; vertical-align: bottom; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } td.t { font-variant-numeric: tabular-nums; } @media screen { td.t { white-space: nowrap; } }
@media print { :root { color-scheme: light; --ink: #000000; --soft: #444444; --line: #bbbbbb; --paper: #ffffff; --shade: #f3f3f3; --link: #000000; --warn: #ffffff; }
  @page { margin: 15mm; } body { max-width: none; padding: 0; font-size: 9.5pt; } nav { display: none; }
  h2, caption { break-after: avoid; } tr, figure, .figures div, .warnings { break-inside: avoid; } thead { display: table-header-group; }
  .rows, figure { overflow: visible; } table { font-size: 7.5pt; width: 100%; } figcaption, .note { font-size: 8pt; } a { text-decoration: none; }
  th, td, thead th { white-space: normal; overflow-wrap: anywhere; max-width: none; } }
`;
