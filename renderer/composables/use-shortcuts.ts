import { onMounted, onScopeDispose } from 'vue'

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

/** What `mod` is called on this keyboard. */
export const modKey = /mac/i.test(navigator.userAgent) ? '⌘' : 'Ctrl'

/** `mod+o` from a key press; `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export function nameOfKey(event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey'>): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase()
  return event.metaKey || event.ctrlKey ? `mod+${key}` : key
}

/** Keys of the whole window while the component lives. Plain keys are left to whatever has the focus, if it takes them. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const listen = (event: KeyboardEvent): void => {
    const name = nameOfKey(event)
    const act = shortcuts[name]
    if (!act || event.altKey || event.defaultPrevented) return
    if (!name.startsWith('mod+') && takesKeys(event.target)) return
    event.preventDefault()
    act(event)
  }
  onMounted(() => window.addEventListener('keydown', listen))
  onScopeDispose(() => window.removeEventListener('keydown', listen))
}

function takesKeys(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, button, a, [role="slider"], [role="combobox"], [role="dialog"]') !== null
  )
}
