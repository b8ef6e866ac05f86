import { powerSaveBlocker } from 'electron'

/** Keeps the machine, not its screen, from sleeping while it is told to. */
export function createAwake(): (wanted: boolean) => void {
  let blocker: number | null = null
  return (wanted) => {
    if (wanted === (blocker !== null)) return
    if (blocker !== null) powerSaveBlocker.stop(blocker)
    blocker = wanted ? powerSaveBlocker.start('prevent-app-suspension') : null
  }
}
