import { dialog, type BrowserWindow } from 'electron'
import type { Words } from './words.ts'

export interface Closing {
  training: () => boolean
  words: () => Words
  /** The window is hidden and the run goes on. */
  leave: () => void
  /** The person wants the run stopped and the application ended. */
  quit: () => void
}

/** Closing the window while a run trains asks what shall become of the run; otherwise it just closes. */
export function askBeforeClosing(window: BrowserWindow, { training, words, leave, quit }: Closing): void {
  let asking = false
  let decided = false
  const ask = async (): Promise<void> => {
    const { stillTraining, stillTrainingMore, leaveRunning, stopAndQuit, cancel } = words()
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: stillTraining,
      detail: stillTrainingMore,
      buttons: [leaveRunning, stopAndQuit, cancel],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    })
    if (response === 0) {
      window.hide()
      leave()
    } else if (response === 1) {
      decided = true
      quit()
    }
  }
  window.on('close', (event) => {
    if (decided || !training()) return
    event.preventDefault()
    if (asking) return
    asking = true
    void ask().finally(() => (asking = false))
  })
}
