import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type Page } from 'playwright-core'
import { vi, type Mock } from 'vitest'
import { root } from '../../scripts/setup/paths.mjs'
import { standIn } from '../desktop/electron-stand-in.ts'
import { launchChromium, openWatched, watch } from './chromium.ts'

/** The desktop application's window, and what a person does outside of its page. */
export interface DesktopWindow {
  page: Page
  complaints: string[]
  /** What the next dialogs of the system answer. */
  answer(dialogs: { folder?: string; file?: string; close?: 'leave' | 'cancel' }): Promise<void>
  /** Chooses in the application's menu. */
  choose(item: string): Promise<void>
  /** Where what is dropped next lies; the real one knows by itself. */
  dropped(paths: string[]): Promise<void>
  /** The window's close button, and whether the window is still there to be seen. */
  close(): Promise<void>
  isVisible(): Promise<boolean>
  /** The share of a run that the dock or taskbar shows. */
  progress(): Promise<number | undefined>
  end(): Promise<void>
}

/** The built main process in this one, under the stand-in for Electron; its page and the built preload in Chromium. */
export async function openUnderStandIn(home: string): Promise<DesktopWindow> {
  vi.stubEnv('XDG_DATA_HOME', home)
  const stand = standIn(home)
  const { app, dialog, ipcRenderer } = stand.electron
  const browser = await launchChromium()
  const { page, complaints } = await openWatched(browser)
  // Chromium knows no thaw://: the same answers under an address that it knows.
  const here = 'https://thaw.test/'
  await page.route(`${here}**`, async (route) => {
    const { headers, ...answer } = await stand.fetch(route.request().url().replace(here, 'thaw://app/')).then(read)
    const isText = /html|javascript/.test(headers['content-type'] ?? '')
    const body = isText ? answer.body.toString().replaceAll('thaw://app/', here) : answer.body
    await route.fulfill({ status: answer.status, headers, body })
  })
  await page.exposeBinding('toMain', (_source, channel: string, message: unknown) => ipcRenderer.send(channel, message))
  await page.addInitScript(`(() => {
    const heard = new Map()
    window.fromMain = (channel, message) => heard.get(channel)?.forEach((hear) => hear({}, message))
    window.dropped = new Map()
    const electron = {
      contextBridge: { exposeInMainWorld: (name, value) => (window[name] = value) },
      ipcRenderer: {
        send: (channel, message) => window.toMain(channel, message),
        on: (channel, hear) => heard.set(channel, (heard.get(channel) ?? new Set()).add(hear)),
        off: (channel, hear) => heard.get(channel)?.delete(hear),
      },
      webUtils: { getPathForFile: ({ name }) => window.dropped.get(name) },
    }
    const module = { exports: {} }
    ;((require, module, exports, process) => {
      ${readFileSync(join(root, 'out/preload/index.cjs'), 'utf8')}
    })(() => electron, module, module.exports, { platform: 'linux' })
  })()`)
  let told = Promise.resolve()
  ipcRenderer.on('thaw-to-window', (_event: unknown, message: unknown) => {
    told = told
      .then(() => page.evaluate(tell, message))
      // The page is being loaded: a real one would not hear it either.
      .catch(() => {})
  })
  stand.runMain(join(root, 'out/main/index.js'))
  await vi.waitFor(() => {
    if (stand.windows.length === 0) throw new Error('There is no window yet.')
  })
  await page.goto(`${here}index.html`)
  const window = stand.windows[0]!
  return {
    page,
    complaints,
    async answer({ folder, file, close }) {
      if (folder) dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [folder] })
      if (file) dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: file })
      if (close) dialog.showMessageBox.mockResolvedValueOnce({ response: close === 'leave' ? 0 : 2 })
    },
    async choose(item) {
      const items = stand.menu().flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      const click = items.find(({ id }) => id === item)?.click as (() => void) | undefined
      if (!click) throw new Error(`The menu has no ${item}.`)
      click()
    },
    dropped: (paths) =>
      page.evaluate(`window.dropped = new Map(${JSON.stringify(paths.map((path) => [path.split('/').at(-1), path]))})`),
    async close() {
      const before = dialog.showMessageBox.mock.settledResults.length
      window.emit('close', { preventDefault: () => {} })
      await vi.waitFor(() => {
        if (dialog.showMessageBox.mock.settledResults.length === before) throw new Error('Nothing was asked.')
      })
    },
    isVisible: () => Promise.resolve(last(window.hide) <= last(window.show)),
    progress: () => Promise.resolve(window.setProgressBar.mock.lastCall?.[0] as number | undefined),
    async end() {
      await browser.close()
      app.emit('will-quit', { preventDefault: () => {} })
      await vi.waitFor(() => {
        if (app.quit.mock.calls.length === 0) throw new Error('Thaw has not ended.')
      }, 30_000)
      vi.unstubAllEnvs()
    },
  }
}

/** When it was last called, in the order of all calls. */
const last = (of: Mock): number => of.mock.invocationCallOrder.at(-1) ?? 0

const tell = (message: unknown): void =>
  (globalThis as unknown as { fromMain: FromMain }).fromMain('thaw-to-window', message)
type FromMain = (channel: string, message: unknown) => void

async function read(response: Response): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  }
}

/** The real thing, with its dialogs answered. */
export async function openElectron(program: string, home: string): Promise<DesktopWindow> {
  const electron = await _electron.launch({
    executablePath: program,
    args: [root, `--user-data-dir=${join(home, 'electron')}`, '--no-sandbox'],
    env: { ...(process.env as Record<string, string>), XDG_DATA_HOME: home, LOCALAPPDATA: home },
  })
  const page = await electron.firstWindow()
  const complaints = watch(page)
  await electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const set = window!.setProgressBar.bind(window)
    window!.setProgressBar = (share) => {
      Object.assign(globalThis, { barShown: share })
      set(share)
    }
  })
  return {
    page,
    complaints,
    answer: (answers) =>
      electron.evaluate(({ dialog }, { folder, file, close }) => {
        if (folder) dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] })
        if (file) dialog.showSaveDialog = async () => ({ canceled: false, filePath: file })
        if (close) {
          dialog.showMessageBox = async () => ({ response: close === 'leave' ? 0 : 2, checkboxChecked: false })
        }
      }, answers),
    choose: (item) =>
      electron.evaluate(({ Menu }, id) => void Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), item),
    dropped: async () => {},
    close: () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()),
    isVisible: () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false),
    progress: () => electron.evaluate(() => (globalThis as { barShown?: number }).barShown),
    end: () => electron.close(),
  }
}
