import { arms, folds, good, recipeEpochs, seeds } from './arms.ts'
import type { Interval } from './compare.ts'

export interface Row {
  epoch: number
  /** [log-loss, balanced accuracy] of each arm. */
  averages: number[][]
  /** [log-loss, balanced accuracy] bank:4 − fresh. */
  differences: Interval[]
  /** The same, fresh − none. */
  augmenting: Interval[]
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
const interval = ({ mean, low, high }: Interval): string => `${signed(mean)} [${signed(low)}, ${signed(high)}]`
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`

/** The chapter of RESULTS.md: the protocol, both tables, and the verdict by the limits that were said in advance. */
export function describeResults(when: string, photographs: number, rows: readonly Row[]): string {
  const names = arms.map((arm) => `\`${arm}\``)
  const [logLoss, accuracy] = rows.find(({ epoch }) => epoch === recipeEpochs)!.differences as [Interval, Interval]
  const within = [accuracy.low >= -good.balancedAccuracy, logLoss.high <= good.logLoss]
  const verdict = (yes: boolean | undefined) => (yes ? 'within' : '**not within**')
  return [
    `\`npm run test:slow\`, ${when}. The ${photographs} photographs of the four classes, the book's augmentation and head`,
    `(256 units, no dropout, RMSprop 2e-5, batch 20) over the frozen VGG16 with ImageNet's weights at 150×150,`,
    `${folds} stratified folds × ${seeds.length} seeds, every photograph judged as it is by a head that never saw it. \`fresh\`: a new draw`,
    `of each photograph every epoch, the same for all folds of a seed; \`bank:4\`: the first four of these, cycled; \`none\`:`,
    `no augmentation. The arms share start, order and folds. In brackets: 95 % bootstrap intervals over photographs (within`,
    `classes) and seeds.`,
    '',
    line(['epochs', ...names.map((name) => `log-loss ${name}`), ...names.map((name) => `balanced accuracy ${name}`)]),
    line(Array.from({ length: 1 + 2 * arms.length }, () => '---')),
    ...rows.map(({ epoch, averages }) =>
      line([epoch, ...averages.map(([loss]) => loss!.toFixed(3)), ...averages.map(([, right]) => right!.toFixed(3))]),
    ),
    '',
    line([
      'epochs',
      'log-loss, bank:4 − fresh',
      'balanced accuracy, bank:4 − fresh',
      'log-loss, fresh − none',
      'balanced accuracy, fresh − none',
    ]),
    line(Array.from({ length: 5 }, () => '---')),
    ...rows.map(({ epoch, differences, augmenting }) =>
      line([epoch, ...differences.map(interval), ...augmenting.map(interval)]),
    ),
    '',
    `Said in advance: after the recipe's ${recipeEpochs} epochs the worse ends within ${good.balancedAccuracy} balanced accuracy and ${good.logLoss} log-loss.`,
    `Found: balanced accuracy ${verdict(within[0])} (${signed(accuracy.low)}), log-loss ${verdict(within[1])} (${signed(logLoss.high)}).`,
  ].join('\n')
}
