import { beforeAll, describe, expect, test } from 'vitest'
import { bankMeasured } from '../../contract/index.ts'
import { measuredWhen, recordResult } from '../helpers/results.ts'
import { folds, further, good, seeds, stated, type Protocol } from './bank-against-fresh/arms.ts'
import { costOf, describeResults, isGood, type Cost } from './bank-against-fresh/describe.ts'
import { measure } from './bank-against-fresh/measure.ts'

const hours = 3600_000

async function record(protocol: Protocol, before = ''): Promise<(arm: `bank:${number}`, epochs: number) => Cost> {
  const { labels, found } = await measure(protocol)
  const when = `\`npm run test:slow\`, ${measuredWhen()}.`
  await recordResult(protocol.title, `${when} ${before}${describeResults(protocol, found, labels)}`)
  return (arm, epochs) => costOf(arm, found, epochs, labels)
}

const how = `The 272 photographs of the four classes, the book’s augmentation and head (256 units, no dropout,
RMSprop 2e-5, batch 20) over the frozen VGG16 with ImageNet’s weights at 150×150, ${folds} stratified folds × ${seeds.length} seeds, every
photograph judged as it is by a head that never saw it. \`fresh\`: a new draw of each photograph every epoch, the same for
all folds of a seed; \`bank:K\`: the first K of these, cycled; \`none\`: no augmentation. The arms share start, order and
folds. In brackets: 95 % bootstrap intervals of the paired difference over photographs (within classes) and seeds.

Said in advance: a bank is good if after the recipe’s epochs the worse ends are within ${good.balancedAccuracy} balanced accuracy and ${good.logLoss}
log-loss. `

describe('a bank of four draws a photograph against fresh draws every epoch', () => {
  let cost: Awaited<ReturnType<typeof record>>
  beforeAll(async () => (cost = await record(stated, how)), 3 * hours)

  test('costs what the screen says that it costs', () => {
    const { epochs, draws, good: said, logLoss, balancedAccuracy } = bankMeasured
    const found = cost(`bank:${draws}`, epochs)
    expect(isGood(found)).toBe(said)
    expect(Math.abs(found.logLoss.mean - logLoss.mean)).toBeLessThanOrEqual(0.05)
    expect(Math.abs(found.balancedAccuracy.mean - balancedAccuracy.mean)).toBeLessThanOrEqual(0.01)
  })
})

describe.each(further)('$title', (protocol) => {
  test(
    'is measured and recorded',
    async () => {
      const cost = await record(protocol)
      expect(Number.isFinite(cost('bank:16', 30).logLoss.mean)).toBe(true)
    },
    3 * hours,
  )
})
