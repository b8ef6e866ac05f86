import { html, trusted, type Markup } from './html.ts'
import { numbersIn, type ReportInput } from './report.ts'
import { headline, mistakes, results } from './results.ts'
import { data, settings } from './settings.ts'
import { style } from './style.ts'
import { wordsIn } from './words.ts'

/** Nothing is fetched and nothing runs: what is in the file is all there is. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

/** A run's report as one HTML document that needs neither a network nor other files. Names in it are text, whatever they hold. */
export function reportPage(input: ReportInput): string {
  const { language, record, project, curves, figures } = input
  const words = wordsIn[language]
  const numbers = numbersIn(language)
  const drawn: Markup = curves.length
    ? html`<div class="figures">${curves.map((svg) => trusted(svg))}</div>`
    : html`<p>${words.noCurves}</p>`
  const saved = figures.length
    ? html`<h2>${words.figures}</h2>
        <div class="figures">
          ${figures.map(
            ({ name, picture }) =>
              html`<p class="mono">${name}</p>
                <img src="${picture}" alt="${name}" />`,
          )}
        </div>`
    : null
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width" />
        <title>${project} · ${record.name}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <header>
          <p>${words.report}</p>
          <h1>${project} <span class="mono">${record.name}</span></h1>
        </header>
        <main>
          ${headline(input, words, numbers)}
          <h2>${words.curves}</h2>
          ${drawn} ${results(input, words, numbers)} ${mistakes(input, words, numbers)} ${data(input, words, numbers)}
          ${settings(input, words, numbers)} ${saved}
        </main>
        <footer>${words.made(numbers.date(record.created))}</footer>
      </body>
    </html> `.markup
}
