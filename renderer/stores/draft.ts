import {
  bookAugmentation,
  defaultAugmentationWay,
  scratchAugmentation,
  type Augmentation,
  type AugmentationWay,
  type Fit,
  type NetworkRow,
  type Plan,
  type PlanChoices,
  type Preprocessing,
  type Recipe,
  type Stage,
} from '../../contract/index.ts'

export type Preset = 'default' | 'book'

/** What holds for every stage. */
export interface DraftSettings {
  batch: number
  head: number
  dropout: number
  /** Pixels, both sides. */
  size: number
  fit: Fit
  preprocess: Preprocessing
  keep: 'last' | 'best'
  seed: number
}

/** What a person has chosen for the next run. */
export interface Draft {
  preset: Preset
  base: string
  /** The base's last layer that is used; null: all of it. */
  cut: string | null
  /** The first layer that may change; null: the line is on top of the base. */
  unfreeze: string | null
  way: AugmentationWay
  augment: Augmentation
  settings: DraftSettings
  /** Of every stage, until the stages are edited. */
  classWeights: Stage['classWeights']
  /** As edited; null: the recipe's own. */
  stages: Stage[] | null
  /** Thaws under a head that was never trained. */
  insist: boolean
}

/** Trained from nothing: the small convnet of 5.2. */
export const scratchBase = 'convnet'
/** Where fine-tuning begins in the book, in a base that has such a block. */
const fineTuneFrom = 'block5_conv1'

/** The book's numbers for a head on a frozen base, and ours, which differ only in how a photograph is prepared. */
const recommended: DraftSettings = {
  batch: 20,
  head: 256,
  dropout: 0.5,
  size: 150,
  fit: 'stretch',
  preprocess: 'imagenet',
  keep: 'last',
  seed: 0,
}

export const firstDraft = (): Draft => ({
  preset: 'default',
  base: 'vgg16',
  cut: null,
  unfreeze: null,
  way: 'none',
  augment: bookAugmentation,
  settings: { ...recommended },
  classWeights: 'none',
  stages: null,
  insist: false,
})

/** What the line, the way of augmenting and the base make together. */
export function recipeOf({ base, unfreeze, way }: Draft): Recipe {
  if (base === scratchBase) return 'scratch'
  if (unfreeze !== null) return 'finetune'
  return way === 'none' ? 'extract' : 'augment'
}

/** A recipe's own numbers; size, fit, seed, base, cut and line stay where they can. */
export function draftFor(recipe: Recipe, draft: Draft): Draft {
  const scratch = recipe === 'scratch'
  const wasScratch = draft.base === scratchBase
  const { size, fit, seed } = draft.settings
  const rescaled = scratch || draft.preset === 'book'
  return {
    ...draft,
    base: scratch ? scratchBase : wasScratch ? 'vgg16' : draft.base,
    cut: scratch || wasScratch ? null : draft.cut,
    unfreeze: recipe === 'finetune' ? (draft.unfreeze ?? fineTuneFrom) : null,
    way:
      recipe === 'extract' ? 'none' : draft.way === 'none' ? (scratch ? 'fresh' : defaultAugmentationWay) : draft.way,
    augment: scratch ? scratchAugmentation : bookAugmentation,
    settings: {
      ...recommended,
      size,
      fit,
      seed,
      head: scratch ? 512 : recommended.head,
      preprocess: rescaled ? 'rescale' : 'imagenet',
    },
    stages: null,
    insist: false,
  }
}

/** Edited stages stay while the recipe does; the last of them follows the line. */
export function withLineAt(draft: Draft, layer: string | null): Draft {
  if (draft.base === scratchBase || draft.unfreeze === layer) return draft
  const kept = layer === null || draft.unfreeze === null ? null : draft.stages
  return {
    ...draft,
    unfreeze: layer,
    stages: kept?.map((stage, i) => (i === kept.length - 1 ? { ...stage, unfreeze: layer ?? 'none' } : stage)) ?? null,
  }
}

/** @param all the base's rows, from the input up; `count` of them are used */
export function withCutAt(draft: Draft, all: readonly NetworkRow[], count: number): Draft {
  const cut = count >= all.length ? null : (all[count - 1]?.name ?? null)
  const isAbove = all.slice(count).some(({ name }) => name === draft.unfreeze)
  return { ...(isAbove ? withLineAt(draft, null) : draft), cut }
}

export function withWay(draft: Draft, way: AugmentationWay): Draft {
  const isOther = draft.unfreeze === null && draft.base !== scratchBase && (way === 'none') !== (draft.way === 'none')
  const stages = isOther ? null : (draft.stages?.map((stage) => ({ ...stage, augmentation: way })) ?? null)
  return { ...draft, way, stages }
}

/** In every stage, also in those that were edited. */
export function withClassWeights(draft: Draft, classWeights: Stage['classWeights']): Draft {
  return { ...draft, classWeights, stages: draft.stages?.map((stage) => ({ ...stage, classWeights })) ?? null }
}

/** The line follows the last stage. */
export function withStages(draft: Draft, stages: Stage[] | null): Draft {
  const last = stages?.at(-1)
  if (!last || draft.base === scratchBase) return { ...draft, stages }
  return { ...draft, stages, unfreeze: last.unfreeze === 'none' ? null : last.unfreeze }
}

/** What can follow a run: its network and settings, and the line where its last stage had it. */
export function draftAfter(draft: Draft, plan: Plan): Draft {
  const { base, cut, augmentation, head, batch, size, fit, preprocess, keep, seed } = plan
  const last = plan.stages.at(-1)
  return {
    ...draft,
    base,
    cut,
    unfreeze: !last || last.unfreeze === 'none' || base === scratchBase ? null : last.unfreeze,
    way: last?.augmentation ?? 'none',
    augment: augmentation,
    settings: { batch, head: head.units, dropout: head.dropout, size, fit, preprocess, keep, seed },
    classWeights: last?.classWeights ?? 'none',
    stages: null,
    insist: false,
  }
}

/** Sliders of the augmentation, moved one after the other, are one step of undo. */
export function isAugmentSeries(before: Draft, after: Draft): boolean {
  return JSON.stringify({ ...before, augment: null }) === JSON.stringify({ ...after, augment: null })
}

export function choicesOf(draft: Draft): PlanChoices {
  const { preset, base, cut, unfreeze, way, augment, settings, classWeights, stages, insist } = draft
  const recipe = recipeOf(draft)
  return {
    recipe,
    ...(preset === 'book' ? { preset } : {}),
    base,
    ...(cut === null ? {} : { cut }),
    ...settings,
    augment,
    ...(stages === null ? { augmentation: way } : { stages }),
    ...(stages === null && recipe === 'finetune' && unfreeze !== null ? { unfreeze } : {}),
    ...(stages === null && classWeights !== 'none' ? { classWeights } : {}),
    ...(insist ? { insist } : {}),
  }
}

/** What would make a plan again, with another seed or not. */
export function choicesOfPlan(plan: Plan): PlanChoices {
  const { head, stages, augmentation, ...rest } = plan
  return { ...rest, head: head.units, dropout: head.dropout, stages, augment: augmentation, insist: true }
}

/** Whether two plans differ in nothing but the seed. */
export function isSameButSeed(one: Plan, other: Plan): boolean {
  return JSON.stringify({ ...one, seed: 0 }) === JSON.stringify({ ...other, seed: 0 })
}
