// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { createApp } from 'vue'
import type { WindowRequestInput } from '../../../contract/index.ts'
import { clientKey } from '../../../renderer/client/index.ts'
import { useLineCosts } from '../../../renderer/components/model/use-line-costs.ts'
import { useChoicesStore } from '../../../renderer/stores/index.ts'
import { fakeClient } from '../harness/fake-client.ts'
import { folder } from '../harness/project.ts'

let client: ReturnType<typeof fakeClient>
beforeEach(() => {
  sessionStorage.setItem('thaw.project', folder)
})

async function open(bare = false) {
  client = fakeClient({ variant: 'normal', settings: {}, bare })
  const pinia = createPinia()
  const app = createApp({}).provide(clientKey, client).use(pinia)
  setActivePinia(pinia)
  const [choices, costs] = app.runWithContext(() => [useChoicesStore(), useLineCosts()] as const)
  await flushPromises()
  return { choices, costs }
}
const lastAsked = () =>
  client.asked.findLast(({ name }) => name === 'preview-plan')?.input as WindowRequestInput<'preview-plan'>

test('moving the line to a layer makes a plan that trains the head, then thaws from there', async () => {
  const { choices } = await open()
  expect(choices.at).toBe(18)
  choices.moveLine(14)
  await flushPromises()
  expect(lastAsked().choices).toMatchObject({ recipe: 'finetune', unfreeze: 'block5_conv1' })
  expect(choices.stages.map(({ unfreeze }) => unfreeze)).toEqual(['none', 'block5_conv1'])
  choices.moveLine(18)
  await flushPromises()
  expect(choices.recipe).toBe('extract')
})

test('an untrained head is refused in place, until insisted on', async () => {
  const { choices } = await open()
  choices.useRecipe('finetune')
  await flushPromises()
  choices.setStages(choices.stages.slice(1))
  await flushPromises()
  expect(choices.planFailure?.code).toBe('untrained-head')
  // What is refused is what is shown.
  expect(choices.stages.map(({ name }) => name)).toEqual(['finetune'])
  choices.draft.insist = true
  await flushPromises()
  expect(choices.planFailure).toBeNull()
  choices.undo()
  choices.undo()
  await flushPromises()
  expect(choices.stages).toHaveLength(2)
})

test('undo takes back one change after another, and a whole drag at once', async () => {
  const { choices } = await open()
  expect(choices.canUndo).toBe(false)
  choices.settings.batch = 8
  choices.hold()
  for (const at of [17, 16, 15, 14]) choices.moveLine(at)
  choices.release()
  choices.moveCut(15)
  expect([choices.at, choices.stack?.base.length]).toEqual([14, 15])
  choices.undo()
  expect([choices.at, choices.stack?.base.length]).toEqual([14, 18])
  choices.undo()
  expect([choices.at, choices.settings.batch]).toEqual([18, 8])
  choices.undo()
  expect([choices.settings.batch, choices.canUndo]).toEqual([20, false])
})

test('a computer that was measured says what every place of the line costs', async () => {
  const { choices, costs } = await open()
  const seconds = costs.column.value.map((row) => row.seconds ?? NaN)
  for (let i = 1; i < seconds.length; i++) expect(seconds[i]).toBeLessThanOrEqual(seconds[i - 1]!)
  choices.moveLine(14)
  choices.setWay('bank:4')
  await flushPromises()
  expect(costs.price.value.bytes).toBe(9 * 9 * 512 * 4 * (4 * 136 + 68 + 68))
  expect(costs.prices.value.fresh.epoch).toBeGreaterThan(costs.prices.value.bank.epoch!)
  const twoStages = costs.planSeconds.value!
  choices.setStages(choices.stages.map((stage) => ({ ...stage, epochs: stage.epochs * 2 })))
  await flushPromises()
  expect(costs.planSeconds.value).toBeGreaterThan(twoStages)
})

test('one that was not says what share is computed, and no time', async () => {
  const { choices, costs } = await open(true)
  expect(choices.line?.measured).toBe(false)
  expect(costs.epoch.value).toBeNull()
  expect(costs.planSeconds.value).toBeNull()
  expect(costs.column.value[0]).toEqual({ share: 1, seconds: null })
})
