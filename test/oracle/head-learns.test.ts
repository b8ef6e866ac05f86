import { expect, test } from 'vitest'
import { crossValidated } from '../helpers/cross-validation.ts'
import { featuresAt } from './features.ts'
import { imagenetVgg16, patience, samples } from './photographs.ts'

// The whole of it, with random weights beside it, is test/slow/head-learns.test.ts.
test(
  'the head learns what is in ImageNet’s features: leafy against vegetables, 34 photographs each, three folds',
  async () => {
    const classes = ['leafy', 'vegetables']
    const features = await featuresAt(await imagenetVgg16(), 'block5_pool', await samples(classes, 34))
    expect(await crossValidated(features, classes, 3, 0)).toBeGreaterThanOrEqual(0.7)
  },
  patience,
)
