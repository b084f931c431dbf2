/** One look for light and dark. The filters are plain check boxes: the page runs no script at all. */
export const reportStyle = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1c2430;--soft:#566070;--line:#dfe3e9;--code:#f1f3f6;--error:#b3261e;--warning:#8a5a00;--info:#1f6f8b}
@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1a2028;--text:#e4e9f0;--soft:#a2adbb;--line:#2d3643;--code:#232b36;--error:#f2827a;--warning:#e0b04a;--info:#6cc4dd}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;margin:0 0 .3rem}h2{font-size:1.1rem;margin:0 0 .6rem;overflow-wrap:anywhere}h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
section,.notes{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.3rem;margin:1rem 0}
fieldset{border:1px solid var(--line);border-radius:8px;margin:1rem 0;padding:.4rem 1rem;display:flex;gap:1.2rem;flex-wrap:wrap}
article{border-top:1px solid var(--line);padding:.8rem 0}article:first-of-type{border-top:0}
.severity{font-weight:600}.error .severity{color:var(--error)}.warning .severity{color:var(--warning)}.info .severity{color:var(--info)}
.place,.soft{color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
pre{background:var(--code);padding:.6rem .8rem;border-radius:6px;overflow-x:auto;font-size:.85rem;margin:.5rem 0}
pre .primary{font-weight:600}.error pre .primary{color:var(--error)}.warning pre .primary{color:var(--warning)}.info pre .primary{color:var(--info)}
code{background:var(--code);padding:.1rem .3rem;border-radius:4px;overflow-wrap:anywhere}
p{margin:.4rem 0;overflow-wrap:anywhere}
:focus-visible{outline:2px solid var(--info);outline-offset:2px}
body:has(#show-error:not(:checked)) article.error,body:has(#show-warning:not(:checked)) article.warning,body:has(#show-info:not(:checked)) article.info{display:none}
section:not(:has(article)){display:block}
@media print{fieldset{display:none}}
`;
