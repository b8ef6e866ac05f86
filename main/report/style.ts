/** The report's own look: light and dark as the reader's system, and fit for paper. */
export const style = `
:root { color-scheme: light dark; --ground: #fff; --ink: #171b20; --ink2: #4a525d; --ink3: #5b636f; --line: #e5e8ec; --wrong: #c4213f; --run: #bb420b; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181c; --ink: #eef1f4; --ink2: #b3bcc6; --ink3: #98a2ae; --line: #262c33; --wrong: #fb7185; --run: #fd8c42; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 1040px; background: var(--ground); color: var(--ink); font: 14px/1.5 Pretendard, 'Pretendard Variable', system-ui, sans-serif; font-variant-numeric: tabular-nums; word-break: keep-all; overflow-wrap: anywhere; }
h1 { font-size: 20px; font-weight: 650; margin: 0; }
h2 { font-size: 15px; font-weight: 650; margin: 36px 0 8px; padding-top: 16px; border-top: 1px solid var(--line); }
p { margin: 6px 0; color: var(--ink2); max-width: 74ch; text-wrap: pretty; }
.mono { font-family: 'JetBrains Mono', ui-monospace, monospace; font-size: 12px; }
.headline { font-size: 42px; font-weight: 650; letter-spacing: -0.03em; line-height: 1.15; margin: 4px 0; color: var(--ink); }
.scroll { overflow-x: auto; margin: 14px 0; }
table { border-collapse: collapse; font-size: 13px; }
caption { text-align: left; white-space: nowrap; color: var(--ink3); font-size: 12px; padding-bottom: 4px; }
th, td { text-align: left; padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line); font-weight: 400; vertical-align: top; }
thead th { color: var(--ink3); font-size: 12px; font-weight: 600; }
.n { text-align: right; }
td.right { font-weight: 650; }
td.wrong, .wrong { color: var(--wrong); font-weight: 650; }
.figures svg, .figures img { max-width: 100%; height: auto; display: block; margin: 8px 0; background: #fff; border-radius: 6px; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 16px 12px; list-style: none; margin: 8px 0; padding: 0; }
.pictures img, .pictures .gone { width: 100%; height: 128px; object-fit: cover; border-radius: 5px; border: 1px solid var(--line); display: block; }
.pictures .gone { display: grid; place-items: center; color: var(--ink3); font-size: 12px; }
.pictures small { display: block; color: var(--ink3); font-size: 12px; }
footer { margin-top: 40px; color: var(--ink3); font-size: 12px; }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } li, tr { break-inside: avoid; } }
`
