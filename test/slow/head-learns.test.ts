import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../../main/network/index.ts'
import type { Rows } from '../../main/training/index.ts'
import { crossValidated } from '../helpers/cross-validation.ts'
import { measuredWhen, recordResult } from '../helpers/results.ts'
import { featuresAt } from '../oracle/features.ts'
import { imagenetVgg16, patience, samples } from '../oracle/photographs.ts'

const classes = ['leafy', 'vegetables']
const seeds = [0, 1, 2]

/** Mean over the seeds of the balanced accuracy of five stratified folds. */
async function balancedAccuracy(rows: Rows): Promise<number> {
  let sum = 0
  for (const seed of seeds) sum += await crossValidated(rows, classes, 5, seed)
  return sum / seeds.length
}

describe('leafy against vegetables, 112 photographs, five stratified folds', () => {
  let found: { imagenet: number; random: number }

  beforeAll(async () => {
    const base = await imagenetVgg16()
    const photographs = await samples(classes)
    expect(photographs).toHaveLength(112)
    const untrained = { ...base, weights: initialWeights(base.network, 0) }
    found = {
      imagenet: await balancedAccuracy(await featuresAt(base, 'block5_pool', photographs)),
      random: await balancedAccuracy(await featuresAt(untrained, 'block5_pool', photographs)),
    }
    await recordResult(
      'What the head learns',
      `\`npm run test:slow\`, ${measuredWhen()}. Leafy against vegetables (112 photographs), VGG16 at 150×150, the default
plan, stratified five-fold, mean of seeds ${seeds.join(', ')}.

| weights of the base | balanced accuracy |
|---|---|
| ImageNet | ${found.imagenet.toFixed(3)} |
| random | ${found.random.toFixed(3)} |`,
    )
  }, patience)

  test('the head reaches 0.78 balanced accuracy on ImageNet’s features', () => {
    expect(found.imagenet).toBeGreaterThanOrEqual(0.78)
  })

  test('and does not on features of random weights', () => {
    expect(found.random).toBeLessThan(found.imagenet - 0.1)
  })
})
