// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import ConfusionMatrix from '../../../renderer/components/judge/ConfusionMatrix.vue'
import { createLocales } from '../../../renderer/locales/index.ts'
import { judgementOf } from '../harness/project.ts'

const { classes, confusion } = judgementOf('normal')
const show = () =>
  mount(ConfusionMatrix, { props: { classes, confusion, chosen: null }, global: { plugins: [createLocales()] } })

test('each cell says in words what it counts', () => {
  const cells = show().findAll('button')
  expect(cells).toHaveLength(16)
  expect(cells.map((cell) => cell.attributes('aria-label'))).toContain('7 of vegetables called fruit')
})

test('choosing a cell narrows the mistakes to it, choosing it again widens them', async () => {
  const matrix = show()
  await matrix.find('button[aria-label="7 of vegetables called fruit"]').trigger('click')
  expect(matrix.emitted('update:chosen')).toEqual([[{ truth: 'vegetables', predicted: 'fruit' }]])
  await matrix.setProps({ chosen: { truth: 'vegetables', predicted: 'fruit' } })
  await matrix.find('button[aria-pressed="true"]').trigger('click')
  expect(matrix.emitted('update:chosen')?.at(-1)).toEqual([null])
})

test('a class name with markup is shown as text', () => {
  const name = '<img src=x onerror=alert(1)>'
  const matrix = mount(ConfusionMatrix, {
    props: {
      classes: [name, 'b'],
      confusion: [
        [1, 0],
        [0, 1],
      ],
      chosen: null,
    },
    global: { plugins: [createLocales()] },
  })
  expect(matrix.find('img').exists()).toBe(false)
  expect(matrix.text()).toContain(name)
})
