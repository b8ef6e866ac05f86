import type { Ref } from 'vue'
import { useMedia } from './use-media.ts'

/** The two widths at which the window gives up room: the inspector becomes a drawer, then the sidebar shows icons. */
export function useWidth(): { drawer: Ref<boolean>; icons: Ref<boolean> } {
  return { drawer: useMedia('(max-width: 1199px)'), icons: useMedia('(max-width: 999px)') }
}
