import { good, recipeEpochs, type Arm, type Protocol } from './arms.ts'
import { average, pairedDifference, type Interval } from './compare.ts'
import type { Found } from './measure.ts'

const measures = ['logLoss', 'balancedAccuracy'] as const
const names = { logLoss: 'log-loss', balancedAccuracy: 'balanced accuracy' }

/** Both paired differences of an arm and fresh draws. */
export interface Cost {
  logLoss: Interval
  balancedAccuracy: Interval
}

export function costOf(arm: Arm, found: Found, epochs: number, labels: Int32Array): Cost {
  const byArm = found.get(epochs)!
  const [its, fresh] = [byArm.get(arm)!, byArm.get('fresh')!]
  return {
    logLoss: pairedDifference('logLoss', its, fresh, labels),
    balancedAccuracy: pairedDifference('balancedAccuracy', its, fresh, labels),
  }
}

/** Whether the worse ends lie within what was said in advance. */
export const isGood = ({ logLoss, balancedAccuracy }: Cost): boolean =>
  logLoss.high <= good.logLoss && balancedAccuracy.low >= -good.balancedAccuracy

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
const interval = ({ mean, low, high }: Interval): string => `${signed(mean)} [${signed(low)}, ${signed(high)}]`
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`

/** A protocol's table and verdicts, for test/RESULTS.md. */
export function describeResults({ arms, preprocess }: Protocol, found: Found, labels: Int32Array): string {
  const rows = [...found].flatMap(([epochs, byArm]) =>
    arms.map((arm) => {
      const means = measures.map((measure) => average(measure, byArm.get(arm)!, labels).toFixed(3))
      const cost = costOf(arm, found, epochs, labels)
      const differences = arm === 'fresh' ? ['', ''] : measures.map((measure) => interval(cost[measure]))
      return line([epochs, `\`${arm}\``, means[0]!, differences[0]!, means[1]!, differences[1]!])
    }),
  )
  const verdicts = arms
    .filter((arm) => arm.startsWith('bank'))
    .map((arm) => `\`${arm}\` ${isGood(costOf(arm, found, recipeEpochs, labels)) ? 'is good' : 'is **not** good'}`)
  return [
    `Preprocessing: ${preprocess === 'imagenet' ? 'ImageNet’s, Thaw’s default' : '1/255, the book’s'}.`,
    '',
    line(['epochs', 'draws', ...measures.flatMap((measure) => [names[measure], '− fresh'])]),
    line(Array.from({ length: 6 }, () => '---')),
    ...rows,
    '',
    `After the recipe’s ${recipeEpochs} epochs: ${verdicts.join(', ')}.`,
  ].join('\n')
}
