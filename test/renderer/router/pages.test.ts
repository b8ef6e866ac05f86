import { expect, test } from 'vitest'
import { loadCharts } from '../../../renderer/charts/index.ts'
import { likelyNext, pages } from '../../../renderer/router/pages.ts'

test('the likeliest next screen is the step after, then the one before; with the charts of those that have any', () => {
  expect(likelyNext('model')).toEqual([pages.train, pages.data, pages.inside, loadCharts])
  expect(likelyNext('data')).toEqual([pages.model, pages.train, loadCharts])
  expect(likelyNext('use')).toEqual([pages.judge, loadCharts])
})

test('before a project, the first steps are', () => {
  expect(likelyNext('home')).toEqual([pages.data, pages.model])
  expect(likelyNext('settings')).toEqual([pages.data, pages.model])
})
