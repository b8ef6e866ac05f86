import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import { ipcChannels, type Bridge, type ServerMessage } from '../contract/index.ts'

const bridge: Bridge = {
  send: (message) => ipcRenderer.send(ipcChannels.toShell, message),
  receive(listener) {
    // The event is kept back: through it the page would reach ipcRenderer.
    const hear = (_event: IpcRendererEvent, message: ServerMessage): void => listener(message)
    ipcRenderer.on(ipcChannels.toWindow, hear)
    return () => void ipcRenderer.off(ipcChannels.toWindow, hear)
  },
  pathOf: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
  platform: process.platform,
}

contextBridge.exposeInMainWorld('thaw', bridge)
