import { computed } from 'vue'
import { bankOf, type AugmentationWay, type LineCost, type Stage } from '../../../contract/index.ts'
import { computedShare } from '../../stack/index.ts'
import { useChoicesStore, useProjectStore } from '../../stores/index.ts'
import type { Price, WayKind } from '../augmentation/ways.ts'

/** What the line costs here and everywhere else, by this machine's own measurements where they have been taken. */
export function useLineCosts() {
  const choices = useChoicesStore()
  const project = useProjectStore()

  const costOf = (unfreeze: string): LineCost | null =>
    choices.line?.costs.find((cost) => cost.unfreeze === unfreeze) ?? null
  const costAt = (at: number): LineCost | null => costOf(choices.stack?.base[at]?.name ?? 'none')
  const secondsOf = (cost: LineCost | null, way: AugmentationWay): number | null =>
    (way === 'fresh' ? cost?.freshEpochSeconds : cost?.epochSeconds) ?? null

  const here = computed(() => costAt(choices.at))
  const epoch = computed(() => secondsOf(here.value, choices.way))
  const epochAllThawed = computed(() => secondsOf(costAt(0), choices.way))

  /** Draws of each training photograph that are kept, and what the others need beside. */
  const keptRows = (draws: number): number => {
    const { train, validation, test } = project.photographs
    return draws * train + validation + test
  }
  const priceOf = (cost: LineCost | null, way: AugmentationWay): Price => {
    const { train, validation } = project.photographs
    const draws = bankOf(way) ?? 1
    const fillShare = (draws * train + validation) / Math.max(1, train + validation)
    const once = cost?.cacheSeconds ?? null
    if (way === 'fresh') return { once: null, epoch: secondsOf(cost, way), bytes: 0 }
    return {
      once: once === null ? null : once * fillShare,
      epoch: secondsOf(cost, way),
      bytes: (cost?.rowBytes ?? 0) * keptRows(draws),
    }
  }
  const price = computed(() => priceOf(here.value, choices.way))
  const prices = computed<Record<WayKind, Price>>(() => ({
    none: priceOf(here.value, 'none'),
    bank: priceOf(here.value, `bank:${choices.bank}`),
    fresh: priceOf(here.value, 'fresh'),
  }))

  /** Seconds of a stage's epochs; null where this machine was not measured. */
  function stageSeconds(stage: Stage): number | null {
    const one = secondsOf(costOf(stage.unfreeze), stage.augmentation)
    if (one === null) return null
    const batch = stage.batch ?? choices.settings.batch
    const passes =
      stage.stepsPerEpoch === null ? 1 : (stage.stepsPerEpoch * batch) / Math.max(1, project.photographs.train)
    return one * passes * stage.epochs
  }
  /** Seconds of the whole plan, the filling of the cache included. */
  const planSeconds = computed(() => {
    const each = choices.stages.map(stageSeconds)
    if (each.length === 0 || each.some((seconds) => seconds === null)) return null
    return each.reduce<number>((sum, seconds) => sum + (seconds ?? 0), price.value.once ?? 0)
  })

  /** For each place of the line: seconds where this machine was measured, else what of the network each step computes. */
  const column = computed(() => {
    const stack = choices.stack
    if (!stack) return []
    const dearest = epochAllThawed.value
    return stack.base.map((_, at) => {
      const seconds = secondsOf(costAt(at), choices.way)
      return seconds === null || !dearest
        ? { share: computedShare(stack, at), seconds: null }
        : { share: Math.min(1, seconds / dearest), seconds }
    })
  })

  return { here, epoch, epochAllThawed, price, prices, planSeconds, column }
}
