import { loadCharts } from '../charts/index.ts'
import { steps, type Step } from './steps.ts'

/** Every screen is a script of its own. */
export const pages = {
  home: () => import('../pages/HomePage.vue'),
  data: () => import('../pages/DataPage.vue'),
  model: () => import('../pages/ModelPage.vue'),
  train: () => {
    // At the same time; the screen does not wait for them.
    loadCharts().catch(() => {})
    return import('../pages/TrainPage.vue')
  },
  inside: () => import('../pages/InsidePage.vue'),
  judge: () => import('../pages/JudgePage.vue'),
  use: () => import('../pages/UsePage.vue'),
  settings: () => import('../pages/SettingsPage.vue'),
}
export type PageName = keyof typeof pages

const withCharts: readonly Step[] = ['train', 'judge']

/** What is likely to be asked for next on this screen, the likeliest first: the steps beside it, and their charts. */
export function likelyNext(name: unknown): (() => Promise<unknown>)[] {
  const at = steps.findIndex((step) => step === name)
  const near = (at < 0 ? [0, 1] : [at + 1, at - 1, at + 2]).flatMap((index) => steps[index] ?? [])
  return [...near.map((step) => pages[step]), ...(near.some((step) => withCharts.includes(step)) ? [loadCharts] : [])]
}
