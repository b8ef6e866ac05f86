import { fileURLToPath } from 'node:url'
import { Menu, nativeImage, Notification, Tray } from 'electron'
import type { Words } from './words.ts'

/** Two below the root, as source and as bundle. */
const icon = fileURLToPath(new URL('../../resources/icon.png', import.meta.url))

/** Thaw without its window: an icon in the notification area or menu bar, and a word when the run has ended. */
export interface Background {
  enter(words: Words): void
  ended(words: Words): void
  leave(): void
}

export function createBackground({ show, quit }: { show: () => void; quit: () => void }): Background {
  let tray: Tray | null = null
  return {
    enter(words) {
      tray ??= new Tray(nativeImage.createFromPath(icon).resize({ height: 18 }))
      tray.setToolTip(words.stillTraining)
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: words.show, click: show },
          { label: words.quit, click: quit },
        ]),
      )
      tray.on('click', show)
    },
    ended(words) {
      if (!tray) return
      tray.setToolTip(words.ended)
      if (!Notification.isSupported()) return
      const note = new Notification({ title: words.ended, body: words.endedMore })
      note.on('click', show)
      note.show()
    },
    leave() {
      tray?.destroy()
      tray = null
    },
  }
}
