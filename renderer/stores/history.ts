import { computed, shallowRef, watch, type Ref } from 'vue'

const most = 100

/**
 * Steps back through what a value was. Changes between `hold` and `release` are one step, as is a series of changes that
 * `isSeries` says go together.
 */
export function useHistory<T>(value: Ref<T>, isSeries: (before: T, after: T) => boolean = () => false) {
  const copy = (of: T): T => JSON.parse(JSON.stringify(of)) as T
  const past = shallowRef<T[]>([])
  let known = copy(value.value)
  let held = false
  let inHold = false
  let series = false
  let restoring = false

  watch(
    value,
    (now) => {
      const next = copy(now)
      if (JSON.stringify(next) === JSON.stringify(known)) return
      const goesOn = !restoring && isSeries(known, next)
      if (!restoring && !(held && inHold) && !(series && goesOn)) past.value = [...past.value.slice(1 - most), known]
      inHold = held
      series = goesOn
      restoring = false
      known = next
    },
    { deep: true, flush: 'sync' },
  )

  return {
    canUndo: computed(() => past.value.length > 0),
    undo: (): void => {
      const last = past.value.at(-1)
      if (last === undefined) return
      past.value = past.value.slice(0, -1)
      restoring = true
      value.value = copy(last)
    },
    hold: (): void => {
      held = true
      inHold = false
    },
    release: (): void => {
      held = false
    },
  }
}
