/** One look for light and dark; revisions take their colours in turn. `--on` is text on a revision's colour. */
export const pageStyle = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1c2430;--soft:#566070;--line:#dfe3e9;--code:#f1f3f6;
--r1:#647184;--r2:#1f7a8c;--r3:#b3541e;--r4:#6a4c93;--on:#fff;--good:#1b7f4b;--bad:#b3261e;--warn:#8a5a00}
@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1a2028;--text:#e4e9f0;--soft:#a2adbb;--line:#2d3643;--code:#232b36;
--r1:#8494a8;--r2:#3aa5ba;--r3:#e08a4f;--r4:#a684cf;--on:#12161c;--good:#4cc38a;--bad:#f2827a;--warn:#e0b04a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header{display:flex;gap:.2rem 1rem;align-items:baseline;flex-wrap:wrap}h1{font-size:1.4rem;margin:0}header p{margin:0;color:var(--soft)}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.2rem 1.4rem;margin:1.2rem 0}
h2{font-size:1.15rem;margin:0}h2 small{font-weight:400;color:var(--soft);font-size:.85rem;margin-left:.5rem}
h2.versions{margin:2rem 0 0}
h3{font-size:.95rem;margin:1.4rem 0 .4rem}
p{margin:.4rem 0}ol,ul{padding-left:1.5rem;margin:.4rem 0}
.outcome{margin:.3rem 0 1rem;color:var(--soft)}.outcome.refused,.outcome.vanished,.lost{color:var(--bad);font-weight:600}
.outcome.install,.outcome.unchanged{color:var(--good)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;color:var(--soft);font-weight:500}th,td{padding:.25rem .8rem .25rem 0;border-bottom:1px solid var(--line);white-space:nowrap}
pre{background:var(--code);padding:.6rem .8rem;border-radius:6px;font-size:.85rem;margin:.4rem 0;white-space:pre-wrap}
pre.refused{border-left:3px solid var(--bad)}
code{background:var(--code);padding:.1rem .3rem;border-radius:4px}
.commands{background:var(--code);border-radius:6px;padding:.35rem 0;margin:.4rem 0;font-size:.85rem}
.commands code{display:block;padding:.15rem .8rem .15rem 2rem;text-indent:-1.2rem;border-radius:0;white-space:pre-wrap;user-select:all;-webkit-user-select:all;cursor:copy}
.commands code:hover{background:var(--line)}
.steps li{padding:.1rem 0}.time{color:var(--soft);font-size:.85rem;margin-left:.5rem}
.way>ol>li{padding:.4rem 0}.check,.skipped{font-size:.9rem;color:var(--soft)}.skipped{color:var(--warn)}
details{border-top:1px solid var(--line);padding:.6rem 0;margin-top:.6rem}summary{cursor:pointer;font-weight:600}
.notes,.warnings,.problems,.lost{list-style:none;padding:0}.notes li,.warnings li,.problems li{border-left:3px solid var(--line);padding:.2rem .8rem;margin:.4rem 0}
.warnings li{border-color:var(--warn)}.problems li{border-color:var(--bad)}
svg{display:block;max-width:none}svg text{font:12px system-ui,sans-serif;fill:var(--text)}svg .soft{fill:var(--soft)}svg .on{fill:var(--on)}
.bar{rx:4px}.starting{opacity:.45}.ending{fill-opacity:.12;stroke-width:1.5;stroke-dasharray:3 3}
.grid{stroke:var(--line)}
:focus-visible{outline:2px solid var(--r2);outline-offset:2px}
@media (max-width:40rem){body{padding:.8rem}section{padding:.9rem}.commands code{padding-left:1.6rem}}
@media print{section{break-inside:avoid-page}.scroll{overflow:visible}}
`;
