import { ref, type Ref } from 'vue'

/**
 * Dragging a line across the stack with a mouse, a finger or a pen: it follows the pointer while the layers snap beneath it.
 * `offset` is how far, in pixels, it is drawn from where it stands; zero when nobody drags.
 */
export function useLineDrag(options: {
  stage: Ref<HTMLElement | null>
  /** Moves the line to where it would be drawn nearest to `y`, and answers where that is. Pixels from the stage's top. */
  moveTo: (y: number) => number
  held: (isHeld: boolean) => void
}) {
  const dragging = ref(false)
  const offset = ref(0)

  function follow(event: PointerEvent): void {
    const top = options.stage.value?.getBoundingClientRect().top ?? 0
    const y = event.clientY - top
    offset.value = Math.max(-24, Math.min(24, y - options.moveTo(y)))
  }

  function start(event: PointerEvent): void {
    if (event.button !== 0) return
    const handle = event.currentTarget as HTMLElement
    handle.setPointerCapture(event.pointerId)
    handle.focus()
    dragging.value = true
    options.held(true)
    const end = (): void => {
      dragging.value = false
      offset.value = 0
      options.held(false)
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
