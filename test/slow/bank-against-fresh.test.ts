import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { measuredWhen, recordResult } from '../helpers/results.ts'
import { arms, bank, good, judgedAfter, recipeEpochs, seeds, type Arm } from './bank-against-fresh/arms.ts'
import { average, pairedDifference, type Interval } from './bank-against-fresh/compare.ts'
import { openPhotographs } from './bank-against-fresh/features.ts'
import { openHeads, type Judged } from './bank-against-fresh/heads.ts'
import { describeResults } from './bank-against-fresh/describe.ts'

const measures = ['logLoss', 'balancedAccuracy'] as const

/** Judgements by epoch and arm, one a seed. */
export type Found = Map<number, Record<Arm, Judged[]>>

const raw = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'thaw', 'bank-against-fresh')

/** The whole measurement: about half an hour on two cores. Each seed's judgements are kept, for another look at them. */
async function measure(): Promise<{ labels: Int32Array; found: Found }> {
  const photographs = await openPhotographs()
  const { labels, shape } = photographs
  const found: Found = new Map(
    judgedAfter.map((epoch) => [
      epoch,
      Object.fromEntries(arms.map((arm) => [arm, []])) as unknown as Record<Arm, Judged[]>,
    ]),
  )
  try {
    const none = photographs.asTheyAre()
    for (const seed of seeds) {
      const heads = openHeads(seed, shape, labels)
      const kept: Float32Array[] = []
      try {
        for (let epoch = 0; epoch < Math.max(...judgedAfter); epoch++) {
          const fresh = photographs.drawn(epoch, seed)
          if (epoch < bank) kept.push(fresh)
          heads.train(epoch, { fresh, 'bank:4': kept[epoch % bank]!, none })
          const judgements = found.get(epoch + 1)
          if (judgements) for (const arm of arms) judgements[arm].push(heads.judge(arm, none))
        }
      } finally {
        heads.close()
      }
      keepRaw(seed, found)
      console.log(`seed ${seed} is done`)
    }
  } finally {
    photographs.close()
  }
  return { labels, found }
}

function keepRaw(seed: number, found: Found): void {
  mkdirSync(raw, { recursive: true })
  const plain = [...found].map(([epoch, by]) => ({
    epoch,
    arms: arms.map((arm) => {
      const { losses, right } = by[arm].at(-1)!
      return { arm, losses: [...losses], right: [...right] }
    }),
  }))
  writeFileSync(join(raw, `seed-${seed}.json`), JSON.stringify(plain))
}

describe('a bank of four draws a photograph against fresh draws every epoch', () => {
  let difference: Record<(typeof measures)[number], Interval>

  beforeAll(async () => {
    const { labels, found } = await measure()
    const rows = [...found].map(([epoch, by]) => ({
      epoch,
      averages: arms.map((arm) => measures.map((measure) => average(measure, by[arm], labels))),
      differences: measures.map((measure) => pairedDifference(measure, by['bank:4'], by.fresh, labels)),
      augmenting: measures.map((measure) => pairedDifference(measure, by.fresh, by.none, labels)),
    }))
    const [logLoss, balancedAccuracy] = rows.find(({ epoch }) => epoch === recipeEpochs)!.differences
    difference = { logLoss: logLoss!, balancedAccuracy: balancedAccuracy! }
    await recordResult('What a bank of draws costs', describeResults(measuredWhen(), labels.length, rows))
  }, 3 * 3600_000)

  test('its balanced accuracy is worse by no more than was said in advance', () => {
    expect(difference.balancedAccuracy.low).toBeGreaterThanOrEqual(-good.balancedAccuracy)
  })

  test('and its log-loss', () => {
    expect(difference.logLoss.high).toBeLessThanOrEqual(good.logLoss)
  })
})
