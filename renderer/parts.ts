import { computed, shallowReactive, shallowRef } from 'vue'
import { fail } from '../contract/index.ts'

/*
 * Parts of the window, screens and charts among them, are scripts of their own that are loaded when they are first needed. One can
 * be lost: Thaw was built anew under the open page, or whoever served it is gone.
 */
type Load<Part = unknown> = () => Promise<Part>

const lost = shallowReactive(new Set<Load>())
/** The address that was asked for and could not be shown. */
const wanted = shallowRef<string | null>(null)

/** Loads what a person waits for. @throws `part-lost`, after the window was told */
export async function loadPart<Part>(load: Load<Part>): Promise<Part> {
  try {
    const part = await load()
    lost.delete(load)
    return part
  } catch (error) {
    lost.add(load)
    throw fail('part-lost', 'A part of the window could not be loaded.', {
      found: error instanceof Error ? error.message : String(error),
      remedy: 'Reload the page.',
    })
  }
}

/** Whether anything that was waited for is lost, and the way out: the page as it is served now, at the screen that was asked for. */
export const usePartsLost = () => ({
  partsLost: computed(() => lost.size > 0),
  want: (address: string | null): void => void (wanted.value = address),
  reload: (): void => {
    if (wanted.value !== null) history.replaceState(null, '', `#${wanted.value}`)
    location.reload()
  },
})

/** Loads what may be needed soon, while nothing else is to be done; what fails is told once somebody waits for it. */
export function prefetchParts(loads: readonly Load[]): void {
  // Safari knows no idle time.
  const whenIdle = (act: () => void): unknown =>
    'requestIdleCallback' in window ? window.requestIdleCallback(act) : setTimeout(act, 300)
  // One after another, so that a screen that is asked for meanwhile does not wait for all of them.
  const next = (at: number): void => {
    const load = loads[at]
    if (load)
      whenIdle(
        () =>
          void load()
            .then(() => next(at + 1))
            .catch(() => {}),
      )
  }
  next(0)
}
