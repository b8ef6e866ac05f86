import type { CompareResult } from '../../../contract/index.ts'
import { looksText } from './looks.ts'
import { table } from './table.ts'
import { accuracyText } from './train.ts'

const most = 20

/** Both accuracies, what their difference means, and the photographs that only one gets right. */
export function compareText(result: CompareResult): string {
  const { runs, total, accuracy, interval, correct, disagreements, sentence, mcnemar, looks } = result
  const rows = runs.map((name, i) => [
    name,
    accuracyText({ accuracy: accuracy[i]!, interval: interval[i]!, correct: correct[i]!, total }),
  ])
  const parts = [
    table(rows),
    `${sentence} (McNemar's exact test: p = ${mcnemar.p < 0.001 ? mcnemar.p.toExponential(1) : mcnemar.p.toFixed(3)})`,
  ]
  if (disagreements.length > 0) {
    const shown = disagreements
      .slice(0, most)
      .map(({ file, label, predicted }) => [runs[predicted[0] === label ? 0 : 1], label, ...predicted, file])
    const more = disagreements.length - shown.length
    parts.push(
      `Right with one of them only\n${table([['right', 'is', ...runs, 'file'], ...shown])}${more > 0 ? `\nand ${more} more` : ''}`,
    )
  }
  if (looks) parts.push(looksText(looks))
  return parts.join('\n\n')
}
