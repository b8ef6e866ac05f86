import { expect, test } from 'vitest'
import { planChoicesSchema, scratchAugmentation } from '../../../contract/index.ts'
import { addedStage } from '../../../renderer/components/model/edit-stages.ts'
import {
  choicesOf,
  choicesOfPlan,
  draftAfter,
  draftFor,
  firstDraft,
  isSameButSeed,
  recipeOf,
  withClassWeights,
  withCutAt,
  withLineAt,
  withStages,
  withWay,
} from '../../../renderer/stores/draft.ts'
import { vgg16Rows } from '../harness/network.ts'
import { planOf } from '../harness/runs.ts'

const base = vgg16Rows(4).filter(({ part }) => part === 'base')
const finetune = planOf({ recipe: 'finetune', unfreeze: 'block5_conv1' }).stages

test('class weights go into every stage, edited or not, and out again', () => {
  const plain = withClassWeights(firstDraft(), 'balanced')
  expect(planChoicesSchema.parse(choicesOf(plain))).toMatchObject({ classWeights: 'balanced' })
  expect(choicesOf(withClassWeights(plain, 'none'))).toEqual(choicesOf(firstDraft()))
  const edited = withClassWeights(withStages(firstDraft(), finetune), 'balanced')
  expect(choicesOf(edited).stages!.map(({ classWeights }) => classWeights)).toEqual(finetune.map(() => 'balanced'))
  expect(choicesOf(draftAfter(firstDraft(), { ...planOf({}), stages: edited.stages! }))).toHaveProperty('classWeights')
})

test('the line, the way of augmenting and the base say which recipe it is', () => {
  expect(recipeOf(firstDraft())).toBe('extract')
  expect(recipeOf(withWay(firstDraft(), 'bank:4'))).toBe('augment')
  expect(recipeOf(withLineAt(firstDraft(), 'block5_conv1'))).toBe('finetune')
  expect(recipeOf(draftFor('scratch', firstDraft()))).toBe('scratch')
  for (const recipe of ['extract', 'augment', 'finetune', 'scratch'] as const)
    expect(recipeOf(draftFor(recipe, firstDraft()))).toBe(recipe)
})

test('every draft makes choices that a shell takes', () => {
  for (const recipe of ['extract', 'augment', 'finetune', 'scratch'] as const)
    for (const preset of ['default', 'book'] as const) {
      const choices = choicesOf(draftFor(recipe, { ...firstDraft(), preset }))
      expect(planChoicesSchema.parse(choices)).toEqual(choices)
      expect(choices.preprocess).toBe(preset === 'book' || recipe === 'scratch' ? 'rescale' : 'imagenet')
    }
  const edited = withStages(firstDraft(), finetune)
  expect(planChoicesSchema.parse(choicesOf(edited))).toMatchObject({ recipe: 'finetune', stages: finetune })
  expect(choicesOf(edited)).not.toHaveProperty('unfreeze')
})

test('fine-tuning begins at block 5 and scratch with the small convnet and its own augmentation', () => {
  expect(draftFor('finetune', firstDraft())).toMatchObject({ unfreeze: 'block5_conv1', way: 'fresh' })
  const scratch = draftFor('scratch', firstDraft())
  expect(scratch).toMatchObject({ base: 'convnet', way: 'fresh', augment: scratchAugmentation })
  expect(scratch.settings.head).toBe(512)
  expect(draftFor('extract', scratch)).toMatchObject({ base: 'vgg16', way: 'none', unfreeze: null })
})

test('edited stages stay as the line moves, the last one with it, and go when the recipe does', () => {
  const edited = withStages(firstDraft(), finetune)
  expect(edited.unfreeze).toBe('block5_conv1')
  const lower = withLineAt(edited, 'block4_conv1')
  expect(lower.stages?.map(({ unfreeze }) => unfreeze)).toEqual(['none', 'block4_conv1'])
  expect(withLineAt(lower, null)).toMatchObject({ stages: null, unfreeze: null })
  expect(withWay(edited, 'bank:4').stages?.map(({ augmentation }) => augmentation)).toEqual(['bank:4', 'bank:4'])
  expect(withWay(withStages(firstDraft(), [finetune[0]!]), 'fresh').stages).toBeNull()
})

test('the cut never stands below the line', () => {
  const draft = withLineAt(firstDraft(), 'block4_conv1')
  const below = base.findIndex(({ name }) => name === 'block3_pool') + 1
  expect(withCutAt(draft, base, below)).toMatchObject({ cut: 'block3_pool', unfreeze: null })
  expect(withCutAt(draft, base, below + 1)).toMatchObject({ cut: 'block4_conv1', unfreeze: 'block4_conv1' })
  expect(withCutAt(draft, base, base.length).cut).toBeNull()
})

test('a further stage thaws one block more at half the learning rate, under a name of its own', () => {
  const first = addedStage([finetune[0]!], base)
  expect(first).toMatchObject({ name: 'finetune', unfreeze: 'block5_conv1', learningRate: 1e-5 })
  expect(addedStage([...finetune], base)).toMatchObject({ name: 'finetune-2', unfreeze: 'block4_conv1' })
  const whole = { ...finetune[1]!, unfreeze: 'block1_conv1' }
  expect(addedStage([whole], base).unfreeze).toBe('block1_conv1')
  const flat = base.map((row) => ({ ...row, block: null }))
  expect(addedStage([finetune[0]!], flat).unfreeze).toBe('block5_pool')
})

test('what follows a run has its network, and the line where its last stage had it', () => {
  const plan = planOf({
    recipe: 'finetune',
    unfreeze: 'block4_conv1',
    cut: 'block5_conv3',
    size: 96,
    augmentation: 'bank:4',
  })
  const after = draftAfter(firstDraft(), plan)
  expect(after).toMatchObject({ cut: 'block5_conv3', unfreeze: 'block4_conv1', way: 'bank:4', stages: null })
  expect([after.settings.size, recipeOf(after)]).toEqual([96, 'finetune'])
  expect(recipeOf(draftAfter(after, planOf({})))).toBe('extract')
})

test('a plan’s choices make the same plan again, but for the seed', () => {
  const plan = planOf({ recipe: 'finetune', unfreeze: 'block5_conv1', epochs: [3, 2], augmentation: 'bank:4' })
  const choices = choicesOfPlan(plan)
  expect(planChoicesSchema.parse(choices)).toEqual(choices)
  expect(planOf(choices)).toEqual(plan)
  expect(isSameButSeed(plan, { ...plan, seed: 7 })).toBe(true)
  expect(isSameButSeed(plan, { ...plan, batch: 8 })).toBe(false)
})
