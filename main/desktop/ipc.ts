import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { ipcChannels, type ServerMessage } from '../../contract/index.ts'
import { log } from './log.ts'
import { isOurs } from './security.ts'

/**
 * Hears what the window's page sends; whatever another frame, another page or another window sends is logged and dropped, and so is
 * what `hear` says is no message.
 */
export function hearWindow(current: () => BrowserWindow | null, hear: (message: unknown) => boolean): void {
  ipcMain.on(ipcChannels.toShell, (event, message: unknown) => {
    if (!isTrusted(event, current())) return log(`Dropped a message from ${event.senderFrame?.url ?? 'a lost frame'}.`)
    if (!hear(message)) log('Dropped what is no message of the contract.')
  })
}

/** Says something to the window's page, if there still is one. */
export function tellWindow(window: BrowserWindow | null, message: ServerMessage): void {
  if (window && !window.isDestroyed()) window.webContents.send(ipcChannels.toWindow, message)
}

function isTrusted({ sender, senderFrame }: IpcMainEvent, window: BrowserWindow | null): boolean {
  if (!window || window.isDestroyed() || !senderFrame || sender !== window.webContents) return false
  return senderFrame === window.webContents.mainFrame && isOurs(senderFrame.url)
}
