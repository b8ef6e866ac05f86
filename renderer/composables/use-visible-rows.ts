import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'

/**
 * Which of many rows are in view, so that only those are in the page. Heights are known beforehand, in pixels.
 * `extra` rows more on either side keep a fast scroll from showing gaps.
 */
export function rowsInView(tops: readonly number[], scrollTop: number, height: number, extra = 3): [number, number] {
  const first = firstAtOrAfter(tops, scrollTop) - 1
  const last = firstAtOrAfter(tops, scrollTop + height)
  return [Math.max(0, first - extra), Math.min(tops.length, last + extra)]
}

function firstAtOrAfter(tops: readonly number[], y: number): number {
  let [low, high] = [0, tops.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tops[middle] ?? Infinity) < y) low = middle + 1
    else high = middle
  }
  return low
}

/** `offset` is how far the rows begin below the top of what scrolls. */
export function useVisibleRows(
  scroller: Ref<HTMLElement | null>,
  tops: Ref<number[]>,
  offset: Ref<number>,
  extra?: number,
) {
  const scrollTop = ref(0)
  const height = ref(800)
  const read = (): void => {
    scrollTop.value = scroller.value?.scrollTop ?? 0
    height.value = scroller.value?.clientHeight ?? 800
  }
  const observer = new ResizeObserver(read)
  watch(
    scroller,
    (element, before) => {
      before?.removeEventListener('scroll', read)
      observer.disconnect()
      if (!element) return
      element.addEventListener('scroll', read, { passive: true })
      observer.observe(element)
      read()
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    observer.disconnect()
    scroller.value?.removeEventListener('scroll', read)
  })
  return computed(() => rowsInView(tops.value, scrollTop.value - offset.value, height.value, extra))
}
