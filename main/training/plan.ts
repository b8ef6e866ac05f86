import {
  bookAugmentation,
  defaultAugmentationWay,
  fail,
  planSchema,
  scratchAugmentation,
  stageSchema,
  type Plan,
  type PlanChoices,
  type Recipe,
  type Stage,
} from '../../contract/index.ts'
import { layerNamed, thawedLayers, upTo, type Network } from '../network/index.ts'
import { findBase } from '../zoo/index.ts'

/** What the plan needs to know of a base. */
export interface BaseFacts {
  name: string
  /** Without the classifier. */
  network: Network
  /** The first layer that fine-tuning thaws; null: all of it is trained from the start. */
  fineTuneFrom: string | null
  /** Whether ImageNet weights of it exist. */
  isPretrained: boolean
}

/** What a plan needs to know of a base by name. @throws `unknown-base` */
export function factsOf(name: string): BaseFacts {
  const base = findBase(name)
  const network = base.build({ size: null, includeTop: false })
  return { name: base.name, network, fineTuneFrom: base.fineTuneFrom, isPretrained: base.weights !== null }
}

/** Keras's step sizes in the chapter (book.md). */
const rates = { head: 2e-5, finetune: 1e-5, scratch: 1e-4 }

/** Steps of an epoch in the chapter: 2000 photographs in batches of 20. */
const bookSteps = 100

type Draft = Pick<Stage, 'name' | 'unfreeze' | 'learningRate' | 'epochs' | 'augmentation'>

/** The recipe's own stages, as in the chapter. */
function draftsOf(recipe: Recipe, choices: PlanChoices, base: BaseFacts, headIsTrained: boolean): Draft[] {
  const first = base.network.layers.find((layer) => layer.kind !== 'InputLayer')!.name
  const head: Draft = { name: 'head', unfreeze: 'none', learningRate: rates.head, epochs: 30, augmentation: 'none' }
  if (recipe === 'extract') return [head]
  const augmented: Draft = { ...head, augmentation: defaultAugmentationWay }
  if (recipe === 'augment') return [augmented]
  if (recipe === 'scratch') {
    const varied: Pick<Draft, 'augmentation' | 'epochs'> = { augmentation: 'fresh', epochs: 100 }
    return [{ name: 'scratch', unfreeze: first, learningRate: rates.scratch, ...varied }]
  }
  const unfreeze = choices.unfreeze ?? base.fineTuneFrom ?? first
  const finetune = { ...augmented, name: 'finetune', unfreeze, learningRate: rates.finetune, epochs: 100 }
  return headIsTrained ? [finetune] : [augmented, finetune]
}

function perStage<T>(list: readonly T[] | undefined, at: number, stages: number, setting: string): T | undefined {
  if (list && list.length > stages) {
    throw fail('too-many-stages', `This plan has ${stages === 1 ? 'one stage' : `${stages} stages`}.`, {
      expected: `${setting} for each stage, separated by commas`,
      found: list.join(','),
    })
  }
  return list?.[at]
}

function stagesOf(recipe: Recipe, choices: PlanChoices, base: BaseFacts, headIsTrained: boolean): Stage[] {
  const drafts = draftsOf(recipe, choices, base, headIsTrained)
  return drafts.map((draft, at) =>
    stageSchema.parse({
      ...draft,
      unfreeze: at === drafts.length - 1 ? (choices.unfreeze ?? draft.unfreeze) : draft.unfreeze,
      augmentation: choices.augmentation ?? draft.augmentation,
      learningRate: perStage(choices.learningRate, at, drafts.length, 'a learning rate') ?? draft.learningRate,
      epochs: perStage(choices.epochs, at, drafts.length, 'a number of epochs') ?? draft.epochs,
      optimizer: choices.optimizer ?? 'rmsprop',
      earlyStop: choices.earlyStop ?? null,
      stepsPerEpoch: choices.stepsPerEpoch ?? (choices.preset === 'book' && recipe !== 'extract' ? bookSteps : null),
      classWeights: choices.classWeights ?? 'none',
      reduceOnPlateau: choices.reduceOnPlateau ?? null,
      batch: null,
      dropout: null,
    } satisfies Stage),
  )
}

/**
 * Whether the stages can be run one after the other.
 *
 * @throws `unknown-layer`, `cannot-refreeze`, `untrained-head`
 */
function checkStages(stages: readonly Stage[], network: Network, isForced: boolean, headIsTrained: boolean): void {
  let before: Stage | null = null
  for (const stage of stages) {
    if (stage.unfreeze !== 'none') layerNamed(network, stage.unfreeze)
    const [now, earlier] = [thawedLayers(network, stage.unfreeze), thawedLayers(network, before?.unfreeze ?? 'none')]
    if ([...earlier].some((layer) => !now.has(layer))) {
      throw fail('cannot-refreeze', `The stage ${stage.name} freezes what an earlier one has changed.`, {
        expected: `unfreeze: ${before!.unfreeze}, or a lower layer`,
        found: stage.unfreeze,
        remedy: 'Let each stage thaw as much as the one before, or more.',
      })
    }
    if (before === null && now.size > 0 && !headIsTrained && !isForced) {
      throw fail('untrained-head', 'The head is not trained yet, and would send its large errors into the base.', {
        expected: 'a first stage that trains the head alone, as the recipe finetune has it',
        found: `${stage.unfreeze} thawed in the first stage`,
        remedy: 'Train the head first, or insist (--insist).',
      })
    }
    before = stage
  }
}

/**
 * A plan with every setting filled in. The preset `book` sets each number as in Chollet, Deep Learning with Python, 5.2 and
 * 5.3, 1/255 included; without it the preprocessing is the base's own, for which its ImageNet weights were trained: with 1/255
 * the base sees pictures far darker than any it learned from. What the person chose wins over either.
 *
 * @param headIsTrained the run goes on from another whose head is trained
 * @throws `unknown-layer`, `too-many-stages`, `cannot-thaw`, `cannot-refreeze`, `untrained-head`
 */
export function planFrom(choices: PlanChoices, base: BaseFacts, headIsTrained = false): Plan {
  const recipe = choices.recipe ?? 'extract'
  const cut = choices.cut ?? base.network.output
  const network = upTo(base.network, cut)
  if (recipe === 'extract' && choices.unfreeze !== undefined && choices.unfreeze !== 'none') {
    throw fail('cannot-thaw', 'The recipe extract keeps the whole base frozen.', {
      expected: 'unfreeze: none, or the recipe finetune',
      found: choices.unfreeze,
    })
  }
  const isScratch = recipe === 'scratch'
  const weights = choices.weights ?? (base.isPretrained && !isScratch ? 'imagenet' : 'random')
  const stages = choices.stages ?? stagesOf(recipe, choices, { ...base, network }, headIsTrained)
  const hasNothingToLose = choices.insist === true || weights === 'random'
  checkStages(stages, network, hasNothingToLose, headIsTrained)
  return planSchema.parse({
    recipe,
    base: base.name,
    weights,
    cut,
    size: choices.size ?? 150,
    fit: choices.fit ?? 'stretch',
    preprocess: choices.preprocess ?? (choices.preset === 'book' || isScratch ? 'rescale' : 'imagenet'),
    head: { units: choices.head ?? (isScratch ? 512 : 256), dropout: choices.dropout ?? 0.5 },
    batch: choices.batch ?? 20,
    stages,
    augmentation: choices.augment ?? (isScratch ? scratchAugmentation : bookAugmentation),
    keep: choices.keep ?? 'last',
    precision: choices.precision ?? 'auto',
    convolution: choices.convolution ?? 'auto',
    seed: choices.seed ?? 0,
  } satisfies Plan)
}

/**
 * The plan of a run that goes on from another's kept epoch: what was done, each stage with the epochs it took, then the stages
 * of `choices`. Data, base and head stay as they were.
 *
 * @throws what `planFrom` throws
 */
export function branchPlan(before: Plan, epochs: readonly number[], choices: PlanChoices, base: BaseFacts): Plan {
  const { weights, cut, size, fit, preprocess, head, precision, convolution } = before
  const kept = { base: before.base, weights, cut, size, fit, preprocess, head: head.units, precision, convolution }
  const inherited = { batch: before.batch, seed: before.seed, augment: before.augmentation, dropout: head.dropout }
  const plan = planFrom({ ...inherited, ...choices, ...kept }, base, true)
  const done = epochs.map((count, at) => ({ ...before.stages[at]!, epochs: count, earlyStop: null }))
  const stages = [...done, ...plan.stages]
  checkStages(stages, upTo(base.network, cut), true, true)
  return planSchema.parse({ ...plan, stages })
}

/** A plan whose last stage has so many epochs more than it has done. Early stop would end it again at once, and is off. */
export function extendedPlan(plan: Plan, done: number, epochs: number): Plan {
  const last = plan.stages.at(-1)!
  return { ...plan, stages: [...plan.stages.slice(0, -1), { ...last, epochs: done + epochs, earlyStop: null }] }
}
