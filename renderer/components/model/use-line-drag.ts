import { ref, type Ref } from 'vue'
import { nearestLine, placeStack, type Stack } from '../../stack/index.ts'

/**
 * Dragging the line: it follows the pointer while the layers snap beneath it. `offset` is how far, in pixels, it is drawn from where
 * it stands; zero when nobody drags.
 */
export function useLineDrag(options: {
  stage: Ref<HTMLElement | null>
  stack: Ref<Stack>
  widest: Ref<number>
  move: (at: number) => void
}) {
  const dragging = ref(false)
  const offset = ref(0)

  function follow(event: PointerEvent): void {
    const top = options.stage.value?.getBoundingClientRect().top ?? 0
    const y = event.clientY - top
    const at = nearestLine(options.stack.value, options.widest.value, y)
    options.move(at)
    const { lineY } = placeStack(options.stack.value, at, options.widest.value)
    offset.value = Math.max(-24, Math.min(24, y - lineY))
  }

  function start(event: PointerEvent): void {
    if (event.button !== 0) return
    const handle = event.currentTarget as HTMLElement
    handle.setPointerCapture(event.pointerId)
    dragging.value = true
    const end = (): void => {
      dragging.value = false
      offset.value = 0
      handle.removeEventListener('pointermove', follow)
      handle.removeEventListener('pointerup', end)
      handle.removeEventListener('pointercancel', end)
    }
    handle.addEventListener('pointermove', follow)
    handle.addEventListener('pointerup', end)
    handle.addEventListener('pointercancel', end)
  }

  return { dragging, offset, start }
}
