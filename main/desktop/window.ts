import { fileURLToPath } from 'node:url'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { log } from './log.ts'
import { refuseLeaving } from './security.ts'
import { pageAddress } from './scheme.ts'
import { keepWindowState, placeWindow, readWindowState, smallest } from './window-state.ts'

const preload = fileURLToPath(new URL('../preload/index.cjs', import.meta.url))

export interface WindowOptions {
  /** Where the window's place and size are kept. */
  stateFile: string
  /** Developer tools and reload: in a checkout, not in what is shipped. */
  tools: boolean
}

/** Makes the application's window and loads the page into it. It is shown once it has something to show. */
export function createWindow({ stateFile, tools }: WindowOptions): BrowserWindow {
  const state = readWindowState(stateFile)
  const window = new BrowserWindow({
    ...placeWindow(
      state,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Thaw',
    // What is seen for a moment before the page.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#10151a' : '#ffffff',
    ...(process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' as const } : {}),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // The curves go on while the window lies behind others.
      backgroundThrottling: false,
      devTools: tools,
    },
  })
  refuseLeaving(window.webContents)
  if (state?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const kept = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    keepWindowState(stateFile, kept).catch((error: unknown) => log(`The window's place was not kept: ${String(error)}`))
  })
  window.loadURL(pageAddress).catch((error: unknown) => log(`The page could not be loaded: ${String(error)}`))
  return window
}

/** Brings the window to the person, wherever it is. */
export function present(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
