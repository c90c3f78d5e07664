/**
 * Look of Spring's dashboard in rules of our own: dark bar with a green line, large headings,
 * striped tables. No external font or picture.
 */
export const style = `
:root { color-scheme: light dark; --text: #34302d; --back: #f7f7f5; --stripe: #ebebe7; --line: #d5d5d0; --link: #2b6a10; --alarm: #d40000; --quiet: #5d5752; --note: #ffffff; --warn: #b86e00; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e2df; --back: #1f1d1b; --stripe: #292724; --line: #45413d; --link: #8ccf63; --alarm: #ff7268; --quiet: #aaa49d; --note: #272422; --warn: #e0a040; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.45 "Helvetica Neue", Helvetica, Arial, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
a { color: var(--link); }
a, bdi, b { unicode-bidi: isolate; }

.bar { background: #34302d; border-top: 4px solid #6db33f; }
.bar div { max-width: 80rem; margin: 0 auto; padding: 0 1.5rem; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; }
.bar a { color: #fff; text-decoration: none; padding: 1rem .9rem; display: inline-block; }
.bar a.brand { font-size: 1.35rem; font-weight: bold; padding-left: 0; }
.bar .brand span { color: #6db33f; }
.bar nav a { text-transform: uppercase; font-size: .875rem; }
.bar nav a:hover, .bar nav a:focus-visible, .bar nav a.here { background: #6db33f; color: #1d1a18; }

main { max-width: 80rem; margin: 0 auto; padding: .5rem 1.5rem 3rem; }
h1 { font-size: 1.9rem; font-weight: 500; line-height: 1.15; margin: 2rem 0 .8rem; }

table { border-collapse: collapse; width: 100%; }
th, td { padding: .5rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; border-bottom: 2px solid var(--line); }
tbody tr:nth-child(odd) { background: var(--stripe); }
tbody tr:last-child td { border-bottom: 1px solid var(--line); }
.pairs { table-layout: fixed; }
.pair { display: flex; flex-wrap: wrap; gap: 0 2rem; align-items: flex-start; }
.pair table { flex: 1 1 20rem; min-width: 0; }
.apps .name { width: 22%; }
.apps .few { width: 15%; }
.apps tbody td:nth-child(2) span, .apps tbody td:nth-child(3) span { display: inline-block; margin-right: .6em; }

.red { color: var(--alarm); font-weight: bold; }
.large { font-size: 1.15em; }
.banner { margin: 1.5rem 0 .5rem; }
.why, .shared { background: var(--note); border: 1px solid var(--line); border-left: 4px solid var(--quiet); padding: .1rem 1rem; margin: 1rem 0; font-size: .95rem; overflow-wrap: anywhere; }
.why p { margin: .6rem 0; }
.banner + .why { border-left-color: var(--alarm); }
.shared { border-left-color: var(--warn); }
.shared h2 { font-size: 1.1rem; margin: .7rem 0; color: var(--warn); }
code { font: .92em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.state { color: var(--quiet); }

.peers { list-style: none; margin: 0; padding: 0; }
.peers li { padding: .6rem 1rem; border: 1px solid var(--line); overflow-wrap: anywhere; }
.peers li + li { border-top: 0; }

.tabs { display: flex; flex-wrap: wrap; gap: 0 .25rem; margin: 2rem 0 0; padding: 0; list-style: none; border-bottom: 1px solid var(--line); }
.tabs a { display: block; padding: .6rem .9rem; border: 1px solid transparent; border-bottom: 0; text-decoration: none; }
body:not(:has(#cancelled:target)) .tabs .registered, body:has(#cancelled:target) .tabs .cancelled { background: var(--note); border-color: var(--line); color: var(--text); font-weight: bold; }
.pane { scroll-margin-top: 40rem; }
#cancelled:not(:target), #cancelled:target ~ #registered { display: none; }
.when { width: 35%; }

@media (max-width: 40rem) {
  main { padding: 0 .8rem 2rem; }
  .bar div { padding: 0 .8rem; }
  .bar nav a { padding: .7rem .5rem; }
  .bar a.brand { padding: .7rem 0; }
  h1 { font-size: 1.45rem; margin-top: 1.6rem; }
  .apps thead { display: none; }
  .apps, .apps tbody, .apps tr, .apps td { display: block; }
  .apps tbody td, .apps tbody tr:last-child td { border: 0; padding: .25rem .5rem; }
  .apps tbody tr { border-top: 1px solid var(--line); padding: .35rem 0; }
  .apps td[data-head]::before { content: attr(data-head) ": "; color: var(--quiet); }
}
@media print { #cancelled:not(:target), #cancelled:target ~ #registered { display: block; } }
`;
