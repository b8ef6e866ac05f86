import { fail, planSchema, type Plan, type PlanChoices, type Recipe, type Stage } from '../../contract/index.ts'

/** What the plan needs to know of a base. */
export interface BaseFacts {
  name: string
  /** The base's last layer. */
  output: string
}

/** Keras's step sizes in the chapter (book.md). */
const rates = { head: 2e-5 }

function headStage(choices: PlanChoices): Stage {
  return {
    name: 'head',
    unfreeze: 'none',
    optimizer: choices.optimizer ?? 'rmsprop',
    learningRate: choices.learningRate?.[0] ?? rates.head,
    epochs: choices.epochs?.[0] ?? 30,
    earlyStop: choices.earlyStop ?? null,
  }
}

function stagesOf(recipe: Recipe, choices: PlanChoices): Stage[] {
  if (recipe !== 'extract') {
    throw fail('recipe-unknown', `The recipe ${recipe} cannot be run yet.`, { expected: 'extract', found: recipe })
  }
  if (choices.unfreeze !== undefined && choices.unfreeze !== 'none') {
    throw fail('cannot-thaw', 'The recipe extract keeps the whole base frozen.', {
      expected: 'unfreeze: none',
      found: choices.unfreeze,
    })
  }
  for (const list of [choices.epochs, choices.learningRate]) {
    if (list && list.length > 1) {
      throw fail('too-many-stages', 'The recipe extract has one stage.', {
        expected: 'one value',
        found: list.join(','),
      })
    }
  }
  return [headStage(choices)]
}

/**
 * A plan with every setting filled in. The preset `book` sets each number as in Chollet, Deep Learning with Python, 5.3,
 * 1/255 included; without it the preprocessing is the base's own, for which its ImageNet weights were trained: with 1/255
 * the base sees pictures far darker than any it learned from. What the person chose wins over either.
 *
 * @throws `recipe-unknown`, `cannot-thaw`, `too-many-stages`
 */
export function planFrom(choices: PlanChoices, base: BaseFacts): Plan {
  const recipe = choices.recipe ?? 'extract'
  return planSchema.parse({
    recipe,
    base: base.name,
    weights: choices.weights ?? 'imagenet',
    cut: choices.cut ?? base.output,
    size: choices.size ?? 150,
    fit: choices.fit ?? 'stretch',
    preprocess: choices.preprocess ?? (choices.preset === 'book' ? 'rescale' : 'imagenet'),
    head: { units: choices.head ?? 256, dropout: choices.dropout ?? 0.5 },
    batch: choices.batch ?? 20,
    stages: stagesOf(recipe, choices),
    keep: choices.keep ?? 'last',
    precision: choices.precision ?? 'auto',
    convolution: choices.convolution ?? 'auto',
    seed: choices.seed ?? 0,
  } satisfies Plan)
}
