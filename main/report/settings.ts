import { splits } from '../../contract/index.ts'
import { html, type Markup } from './html.ts'
import type { Numbers, ReportInput } from './report.ts'
import type { Words } from './words.ts'

/** Where the photographs are from, and how many of each class are in each split. */
export function data(input: ReportInput, words: Words, numbers: Numbers): Markup {
  const { classes, splits: counts, quarantined } = input.data
  const used = splits.filter((split) => classes.some((name) => (counts[split][name] ?? 0) > 0))
  const rows = classes.map(
    (name) =>
      html`<tr>
        <th scope="row">${name}</th>
        ${used.map((split) => html`<td class="n">${numbers.count(counts[split][name] ?? 0)}</td>`)}
      </tr>`,
  )
  const aside = quarantined.length ? html`<p>${words.aside(numbers.count(quarantined.length))}</p>` : null
  return html`<h2>${words.data}</h2>
    <p>${words.source} <span class="mono">${input.source}</span>. ${words.divided[input.splitting]}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.class}</th>
            ${used.map((split) => html`<th scope="col" class="n">${words.splits[split]}</th>`)}
          </tr>
        </thead>
        ${rows}
      </table>
    </div>
    ${aside}`
}

/** Every setting of the run, and its stages. */
export function settings({ record }: ReportInput, words: Words, numbers: Numbers): Markup {
  const { plan, precision, weights, versions } = record
  const rows: [string, string][] = [
    [words.recipe, plan.recipe],
    [words.base, `${plan.base} (${weights.source})`],
    [words.cut, plan.cut],
    [words.input, `${plan.size}×${plan.size}, ${words.fits[plan.fit]}`],
    [words.preprocess, words.preprocessings[plan.preprocess]],
    [words.headWord, words.head(numbers.count(plan.head.units), String(plan.head.dropout))],
    [words.batch, numbers.count(plan.batch)],
    [words.keep, words.keeps[plan.keep]],
    [words.precisionWord, precision ?? plan.precision],
    [words.seed, String(plan.seed)],
    ...Object.entries(versions).map(([name, version]): [string, string] => [name, version]),
  ]
  const heads = [words.stage, words.unfreeze, words.optimizer].map((name) => html`<th scope="col">${name}</th>`)
  const stages = plan.stages.map(
    ({ name, unfreeze, optimizer, learningRate, epochs }) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td class="mono">${unfreeze === 'none' ? words.frozen : unfreeze}</td>
        <td>${optimizer}</td>
        <td class="n">${String(learningRate)}</td>
        <td class="n">${numbers.count(epochs)}</td>
      </tr>`,
  )
  return html`<h2>${words.settings}</h2>
    <div class="scroll">
      <table>
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr>`,
        )}
      </table>
    </div>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${heads}
            <th scope="col" class="n">${words.rate}</th>
            <th scope="col" class="n">${words.epochs}</th>
          </tr>
        </thead>
        ${stages}
      </table>
    </div>`
}
