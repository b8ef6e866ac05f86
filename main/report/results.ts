import { html, type Markup } from './html.ts'
import type { Numbers, ReportInput } from './report.ts'
import type { Words } from './words.ts'

/** The interval first: accuracy by the labels as they first were, then what corrections make of it. */
export function headline({ result, split }: ReportInput, words: Words, numbers: Numbers): Markup {
  const first = result.firstLabelled ?? result
  const { firstLabelled, looks } = result
  const changed = firstLabelled
    ? html`<p>
        ${words.corrected(numbers.count(firstLabelled.changed), numbers.interval(result.interval), numbers.count(result.correct), numbers.count(result.total))}
      </p>`
    : null
  const looked = looks
    ? html`<p>
        ${words.looks(numbers.count(looks.looks), numbers.count(looks.runs))} ${looks.several ? words.several : null}
      </p>`
    : null
  return html`<p>${words.headline(words.splits[split])}</p>
    <p class="headline">${numbers.interval(first.interval)}</p>
    <p>${words.right(numbers.count(first.correct), numbers.count(first.total), numbers.percent(first.accuracy))}</p>
    ${changed}${looked}`
}

function facts({ result }: ReportInput, words: Words, numbers: Numbers): Markup {
  const { twoClass, calibration } = result
  const rows: [string, string][] = [
    [words.loss, numbers.fixed(result.loss, 4)],
    [words.balanced, numbers.percent(result.balancedAccuracy)],
    [words.ece, `${numbers.fixed(calibration.ece, 3)} · ${words.eceNote}`],
  ]
  if (twoClass && twoClass.rocArea !== null)
    rows.push([words.rocArea(twoClass.positive), numbers.fixed(twoClass.rocArea, 3)])
  if (twoClass && twoClass.averagePrecision !== null) {
    rows.push([words.averagePrecision(twoClass.positive), numbers.fixed(twoClass.averagePrecision, 3)])
  }
  return html`<div class="scroll">
    <table>
      ${rows.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </table>
  </div>`
}

function confusion({ result: { classes, confusion } }: ReportInput, words: Words, numbers: Numbers): Markup {
  const cell = (count: number, isRight: boolean): Markup =>
    html`<td class="n ${count === 0 ? '' : isRight ? 'right' : 'wrong'}">
      ${count === 0 ? '·' : numbers.count(count)}
    </td>`
  return html`<div class="scroll">
    <table>
      <caption>
        ${words.confusion}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${classes.map((name) => html`<th scope="col" class="n">${name}</th>`)}
        </tr>
      </thead>
      ${confusion.map(
        (row, i) =>
          html`<tr>
            <th scope="row">${classes[i] ?? ''}</th>
            ${row.map((count, j) => cell(count, i === j))}
          </tr>`,
      )}
    </table>
  </div>`
}

function byClass({ result: { classes, perClass } }: ReportInput, words: Words, numbers: Numbers): Markup {
  const rows = classes.flatMap((name) => {
    const scores = perClass[name]
    if (!scores) return []
    const { precision, recall, f1, support } = scores
    const figures = [precision, recall, f1].map((value) => html`<td class="n">${numbers.fixed(value, 2)}</td>`)
    return [
      html`<tr>
        <th scope="row">${name}</th>
        ${figures}
        <td class="n">${numbers.count(support)}</td>
      </tr>`,
    ]
  })
  const heads = [words.precision, words.recall, 'F1', words.count].map(
    (name) => html`<th scope="col" class="n">${name}</th>`,
  )
  return html`<div class="scroll">
    <table>
      <caption>
        ${words.byClass}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.class}</th>
          ${heads}
        </tr>
      </thead>
      ${rows}
    </table>
  </div>`
}

function calibration({ result }: ReportInput, words: Words, numbers: Numbers): Markup {
  const rows = result.calibration.bins
    .filter(({ count }) => count > 0)
    .map(
      ({ from, to, count, accuracy }) =>
        html`<tr>
          <th scope="row">${numbers.percent(from, 0)} – ${numbers.percent(to, 0)}</th>
          <td class="n">${numbers.percent(accuracy)}</td>
          <td class="n">${numbers.count(count)}</td>
        </tr>`,
    )
  return html`<div class="scroll">
    <table>
      <caption>
        ${words.calibration}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.certainty}</th>
          <th scope="col" class="n">${words.isRight}</th>
          <th scope="col" class="n">${words.count}</th>
        </tr>
      </thead>
      ${rows}
    </table>
  </div>`
}

/** Figures of the whole split: confusion, classes, calibration. */
export function results(input: ReportInput, words: Words, numbers: Numbers): Markup {
  const parts = [facts, confusion, byClass, calibration].map((part) => part(input, words, numbers))
  return html`<h2>${words.results}</h2>
    ${parts}`
}

/** Every mistake, worst first; the first ones with their pictures. */
export function mistakes({ mistakes: all }: ReportInput, words: Words, numbers: Numbers): Markup {
  if (all.length === 0)
    return html`<h2>${words.mistakes(0)}</h2>
      <p>${words.noMistakes}</p>`
  const pictured = all.filter(({ picture }) => picture !== undefined)
  const others = all.filter(({ picture }) => picture === undefined)
  const items = pictured.map(
    ({ file, label, predicted, loss, probabilities, picture, hard }) =>
      html`<li>
        ${picture ? html`<img src="${picture}" alt="${file}" />` : html`<span class="gone">${words.gone}</span>`}
        <span
          >${label} →
          <b class="wrong">${predicted}</b>
          ${numbers.percent(Math.max(...probabilities))}${hard ? ` · ${words.hard}` : null}</span
        >
        <small>${words.loss} ${numbers.fixed(loss, 2)}</small><small class="mono">${file}</small>
      </li>`,
  )
  const rows = others.map(
    ({ file, label, predicted, loss }) =>
      html`<tr>
        <td class="mono">${file}</td>
        <td>${label}</td>
        <td class="wrong">${predicted}</td>
        <td class="n">${numbers.fixed(loss, 2)}</td>
      </tr>`,
  )
  const rest = others.length
    ? html`<p>${words.moreMistakes}</p>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th>${words.file}</th>
                <th>${words.was}</th>
                <th>${words.said}</th>
                <th class="n">${words.loss}</th>
              </tr>
            </thead>
            ${rows}
          </table>
        </div>`
    : null
  return html`<h2>${words.mistakes(all.length)}</h2>
    <p>${words.worstFirst}</p>
    <ul class="pictures">
      ${items}
    </ul>
    ${rest}`
}
