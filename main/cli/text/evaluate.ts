import type { EvaluateResult } from '../../../contract/index.ts'
import { looksText } from './looks.ts'
import { table } from './table.ts'
import { accuracyText } from './train.ts'

const worst = 10

/** How good a model is: as a whole, by class, where it errs, and the photographs that it is most wrong about. */
export function evaluateText(result: EvaluateResult): string {
  const { classes, confusion, perClass, topLosses, firstLabelled, calibration, twoClass, looks } = result
  return [
    table([
      ['Accuracy', accuracyText(firstLabelled ?? result)],
      ...(firstLabelled
        ? [['As corrected', `${accuracyText(result)}; correcting only mistakes makes a model look better than it is`]]
        : []),
      ['Balanced accuracy', result.balancedAccuracy.toFixed(3)],
      ['Loss', result.loss.toFixed(4)],
      ['Calibration error', calibration.ece.toFixed(3)],
      ...(typeof twoClass?.rocArea !== 'number' ? [] : [['Area under ROC', twoClass.rocArea.toFixed(3)]]),
      ...(typeof twoClass?.averagePrecision !== 'number'
        ? []
        : [['Average precision', twoClass.averagePrecision.toFixed(3)]]),
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
    ...(looks ? [looksText(looks)] : []),
  ].join('\n\n')
}
