import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { pictureQueue, type Place } from './picture-queue.ts'

/**
 * The address of a picture, given to its element when one of the few places for pictures under way is free. `lazy`: not before it is
 * near the view. The element's load and error events go to `end`.
 */
export function useQueuedPicture(wanted: () => string, image: Ref<HTMLImageElement | null>, { lazy = false } = {}) {
  const src = ref<string | undefined>(undefined)
  const state = ref<'loading' | 'shown' | 'lost'>('loading')
  const near = ref(!lazy)
  let place: Place | null = null
  let observer: IntersectionObserver | null = null

  function leave(): void {
    if (place) pictureQueue.leave(place)
    place = null
  }
  function ask(url: string): void {
    leave()
    state.value = 'loading'
    src.value = undefined
    if (!near.value) return
    const mine: Place = { start: () => (src.value = url) }
    place = mine
    pictureQueue.ask(mine)
  }
  watch([wanted, near] as const, ([url]) => ask(url), { immediate: true })

  onMounted(() => {
    if (!lazy || !image.value) return
    observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        near.value = true
        observer?.disconnect()
      },
      { rootMargin: '300px' },
    )
    observer.observe(image.value)
  })
  onBeforeUnmount(() => {
    observer?.disconnect()
    // A picture that is taken off the page goes on loading, unless it is told not to.
    if (state.value === 'loading') image.value?.removeAttribute('src')
    leave()
  })

  return {
    src,
    state,
    end: (how: 'shown' | 'lost'): void => {
      state.value = how
      leave()
    },
  }
}
