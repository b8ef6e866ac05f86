import type { EvaluateResult } from '../../../contract/index.ts'
import { table } from './table.ts'
import { accuracyText } from './train.ts'

const worst = 10

/** How good a model is: as a whole, by class, where it errs, and the photographs that it is most wrong about. */
export function evaluateText(result: EvaluateResult): string {
  const { classes, confusion, perClass, topLosses } = result
  return [
    table([
      ['Accuracy', accuracyText(result)],
      ['Balanced accuracy', result.balancedAccuracy.toFixed(3)],
      ['Loss', result.loss.toFixed(4)],
    ]),
    table([
      ['Class', 'precision', 'recall', 'F1', 'photographs'],
      ...Object.entries(perClass).map(([name, { precision, recall, f1, support }]) => [
        name,
        ...[precision, recall, f1].map((value) => value.toFixed(3)),
        support,
      ]),
    ]),
    `Rows: what it is; columns: what the model says.\n${table([
      ['', ...classes],
      ...confusion.map((row, index) => [classes[index] ?? '', ...row]),
    ])}`,
    `Highest losses\n${table([
      ['loss', 'is', 'predicted', 'file'],
      ...topLosses.slice(0, worst).map(({ loss, label, predicted, file }) => [loss.toFixed(3), label, predicted, file]),
    ])}`,
  ].join('\n\n')
}
