import {
  bookAugmentation,
  fail,
  planSchema,
  stageSchema,
  type LinePreview,
  type Plan,
  type PlanChoices,
  type WindowRequestInput,
} from '../../../contract/index.ts'
import { vgg16Rows } from './network.ts'

/** What the shell makes of choices, near enough for a screen: the stages of a recipe, or those that are given. */
export function planOf(choices: PlanChoices): Plan {
  const { recipe = 'extract', base = 'vgg16', unfreeze = 'none', augmentation = 'none' } = choices
  const stage = (name: string, from: string, learningRate: number, epochs: number): Plan['stages'][number] =>
    stageSchema.parse({
      name,
      unfreeze: from,
      learningRate,
      epochs,
      optimizer: 'rmsprop',
      earlyStop: null,
      augmentation,
      stepsPerEpoch: choices.preset === 'book' ? 100 : null,
    })
  const head = stage('head', 'none', 2e-5, 30)
  const own =
    recipe === 'scratch'
      ? [stage('scratch', 'conv2d', 1e-4, 100)]
      : recipe === 'finetune'
        ? [head, stage('finetune', unfreeze, 1e-5, 100)]
        : [head]
  const stages = choices.stages ?? own
  const [first] = stages
  if (first && first.unfreeze !== 'none' && recipe !== 'scratch' && !choices.insist)
    throw fail('untrained-head', 'The head is not trained yet, and would send its large errors into the base.', {
      expected: 'a first stage that trains the head alone, as the recipe finetune has it',
      found: `${first.unfreeze} thawed in the first stage`,
      remedy: 'Train the head first, or insist (--insist).',
    })
  return planSchema.parse({
    recipe,
    base,
    weights: recipe === 'scratch' ? 'random' : 'imagenet',
    cut: choices.cut ?? 'block5_pool',
    size: choices.size ?? 150,
    fit: choices.fit ?? 'stretch',
    preprocess: choices.preprocess ?? 'imagenet',
    head: { units: choices.head ?? 256, dropout: choices.dropout ?? 0.5 },
    batch: choices.batch ?? 20,
    stages,
    augmentation: choices.augment ?? bookAugmentation,
    keep: choices.keep ?? 'last',
    precision: choices.precision ?? 'auto',
    convolution: 'auto',
    seed: choices.seed ?? 0,
  } satisfies Plan)
}

/** Costs that fall as the line rises: work above the boundary thrice for training, once for validation, at 36 photographs a second. */
export function lineOf(
  { cut, photographs, classes = 2 }: WindowRequestInput<'preview-line'>,
  measured: boolean,
): LinePreview {
  const rows = vgg16Rows(classes)
  const all = rows.filter(({ part }) => part === 'base')
  const base = all.slice(0, cut ? all.findIndex(({ name }) => name === cut) + 1 : undefined)
  const head = rows.filter(({ part }) => part === 'head').reduce((sum, { params }) => sum + params, 0)
  const work = all.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0)
  const { train, validation } = photographs
  const costs = [...base.keys(), base.length].map((at) => {
    const above = base.slice(at).reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0) / work
    const learning = base.slice(at).reduce((sum, { params }) => sum + params, 0)
    const boundary = base[at - 1]
    const epoch = 0.08 + (above * (3 * train + validation)) / 36.4
    return {
      unfreeze: base[at]?.name ?? 'none',
      boundary: boundary?.name ?? 'input_1',
      trainable: learning + head,
      frozen: base.slice(0, at).reduce((sum, { params }) => sum + params, 0),
      epochSeconds: measured ? epoch : null,
      freshEpochSeconds: measured ? epoch + ((1 - above) * train) / 36.4 : null,
      cacheSeconds: measured ? ((1 - above) * (train + validation)) / 36.4 : null,
      rowBytes: boundary ? 4 * boundary.outputShape.reduce((product, size) => product * size, 1) : 0,
      checkpointBytes: 8 * (learning + head),
      memoryBytes: 9e8 + 60 * (learning + head),
    }
  })
  return { costs, measured }
}
