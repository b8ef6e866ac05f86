import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MenuItemConstructorOptions } from 'electron'
import type { Bridge, JobProgress, ServerMessage } from '../../contract/index.ts'
import { words } from '../../main/desktop/words.ts'
import { provideTestShell } from '../helpers/built.ts'
import { writePhotographs } from '../helpers/photographs.ts'
import { standIn } from './electron-stand-in.ts'

const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
const stand = standIn(folder)
const { electron, windows } = stand
const out = (path: string): string => fileURLToPath(new URL(`../../out/${path}`, import.meta.url))
let bridge: Bridge
const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})

beforeAll(async () => {
  vi.stubEnv('XDG_DATA_HOME', join(folder, 'data'))
  await provideTestShell()
  stand.runMain(out('main/index.js'))
  await vi.waitFor(() => expect(windows).toHaveLength(1))
  stand.runPreload(readFileSync(out('preload/index.cjs'), 'utf8'))
  bridge = stand.exposed.get('thaw') as Bridge
})

afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const theWindow = () => windows[0]!

let counter = 0
/** Asks as the page does, through what preload exposes. */
function ask(request: string, input: unknown): Promise<ServerMessage> {
  const id = ++counter
  return new Promise((resolve) => {
    const stop = bridge.receive((message) => {
      if (!('id' in message) || message.id !== id || 'progress' in message) return
      stop()
      resolve(message)
    })
    bridge.send({ id, request, input } as never)
  })
}

function labels(items: MenuItemConstructorOptions[]): string[] {
  return items.flatMap(({ label, submenu }) => [label ?? '', ...(Array.isArray(submenu) ? labels(submenu) : [])])
}

test('the window is sandboxed and isolated, and holds our page', () => {
  expect(theWindow().options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  })
  expect(theWindow().loaded).toEqual(['thaw://app/index.html'])
  expect(theWindow().options.webPreferences?.preload).toBe(out('preload/index.cjs'))
})

test('preload exposes the bridge and nothing else', () => {
  expect([...stand.exposed.keys()]).toEqual(['thaw'])
  expect(Object.keys(bridge).sort()).toEqual(['pathOf', 'platform', 'receive', 'send'])
  expect(bridge.pathOf({ name: 'photos' })).toBe('/dropped/photos')
})

test.each(['index.html', 'nothing.js', 'photograph?project=x', '..%2f..%2fpackage.json'])(
  'every answer carries the content policy: %s',
  async (path) => {
    const { headers } = await stand.fetch(`thaw://app/${path}`)
    expect(headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(headers.get('content-security-policy')).not.toContain("script-src 'self' 'unsafe")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  },
)

test.each(['..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '..%5c..%5cpackage.json', '%00', '%'])(
  'the page’s folder is not left: %s',
  async (path) => {
    expect((await stand.fetch(`thaw://app/${path}`)).status).toBe(404)
  },
)

test('another host of our scheme, and anything but reading, is refused', async () => {
  expect((await stand.fetch('thaw://other/index.html')).status).toBe(403)
  expect((await stand.fetch('thaw://app/index.html', { method: 'POST' })).status).toBe(403)
})

test('navigation, other windows and web views are refused', () => {
  const { webContents } = theWindow()
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
    const preventDefault = vi.fn()
    webContents.emit(name, { url: 'https://example.org/', preventDefault })
    expect(preventDefault, name).toHaveBeenCalled()
  }
  expect(webContents.openHandler({ url: 'https://example.org/' })).toEqual({ action: 'deny' })
})

test('every permission is refused', () => {
  const { request, check, device } = stand.permissions
  const answer = vi.fn()
  request?.(null, 'media', answer)
  expect(answer).toHaveBeenCalledExactlyOnceWith(false)
  expect(check?.()).toBe(false)
  expect(device?.()).toBe(false)
})

test('a request goes through IPC to the application and is answered', async () => {
  const message = await ask('app-state', {})
  expect(message).toMatchObject({ answer: { version: '0.1.0', systemLanguage: 'en', recent: [] } })
})

test('a wrong request is answered with what is wrong', async () => {
  expect(await ask('no-such-request', {})).toMatchObject({ failure: { code: 'unknown-request' } })
  expect(await ask('show-in-folder', { path: 7 })).toMatchObject({ failure: { request: 'show-in-folder' } })
})

test('a folder is chosen in the system’s dialog', async () => {
  expect(await ask('choose-folder', {})).toMatchObject({ answer: { folder } })
})

test('another frame, another page and another window are not heard', () => {
  const { webContents } = theWindow()
  const before = webContents.sent.length
  const message = { id: 9_000, request: 'app-state', input: {} }
  const foreign = [
    { sender: webContents, senderFrame: { url: 'thaw://app/index.html' } },
    { sender: webContents, senderFrame: null },
    { sender: {}, senderFrame: webContents.mainFrame },
  ]
  warned.mockClear()
  for (const event of foreign) electron.ipcMain.emit('thaw-to-shell', event, message)
  const { mainFrame } = webContents
  webContents.mainFrame = { url: 'thaw://app.example.org/index.html' } as typeof mainFrame
  electron.ipcMain.emit('thaw-to-shell', { sender: webContents, senderFrame: webContents.mainFrame }, message)
  webContents.mainFrame = mainFrame
  expect(warned).toHaveBeenCalledTimes(4)
  expect(webContents.sent).toHaveLength(before)
})

test('the menu speaks English, and Korean as soon as that is chosen', async () => {
  expect(labels(stand.menu())).toEqual(expect.arrayContaining(['File', 'Open Folder…', 'Train', 'Quit Thaw']))
  await ask('save-settings', { language: 'ko' })
  await vi.waitFor(() =>
    expect(labels(stand.menu())).toEqual(expect.arrayContaining(['파일', '폴더 열기…', '훈련', 'Thaw 종료'])),
  )
  await ask('save-settings', { language: 'en', theme: 'dark' })
  await vi.waitFor(() => expect(electron.nativeTheme.themeSource).toBe('dark'))
})

test('a menu item tells the page', async () => {
  const open = stand.menu().flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
  const heard: ServerMessage[] = []
  const stop = bridge.receive((message) => heard.push(message))
  const click = open.find(({ id }) => id === 'train')?.click as (() => void) | undefined
  click?.()
  stop()
  expect(heard).toContainEqual({ event: 'command-chosen', payload: { command: 'train', folder: undefined } })
})

test('a second start shows the window and opens its folder', () => {
  electron.app.emit('second-instance', {}, ['thaw', '--flag', folder])
  expect(theWindow().focus).toHaveBeenCalled()
  expect(theWindow().webContents.sent).toContainEqual({
    event: 'command-chosen',
    payload: { command: 'open-folder', folder },
  })
})

test('what is opened before the page is there is told once it is', () => {
  const { webContents } = theWindow()
  const told = () => webContents.sent.filter((message) => JSON.stringify(message).includes('open-folder')).length
  const before = told()
  webContents.loading = true
  electron.app.emit('open-file', { preventDefault: vi.fn() }, folder)
  expect(told()).toBe(before)
  webContents.loading = false
  webContents.emit('did-finish-load')
  expect(told()).toBe(before + 1)
})

test('closing without a run closes, and keeps the window’s place', async () => {
  const preventDefault = vi.fn()
  theWindow().emit('close', { preventDefault })
  expect(preventDefault).not.toHaveBeenCalled()
  await vi.waitFor(() =>
    expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toMatchObject({ width: 1000, height: 700 }),
  )
})

/** What the engine would say of a run that is half done. */
function sayOfRun(state: JobProgress['state']): void {
  const payload = {
    job: 900,
    request: 'start-run',
    state,
    step: 'train',
    done: 5,
    total: 10,
    unit: 'epochs',
    secondsLeft: 9,
  }
  stand.engines[0]?.emit('message', { event: 'job-progressed', payload })
}

function close(): { preventDefault: ReturnType<typeof vi.fn> } {
  const event = { preventDefault: vi.fn() }
  theWindow().emit('close', event)
  return event
}

test('the built engine answers from a utility process', async () => {
  const message = await ask('summarize', { base: 'vgg16', size: 150 })
  expect(message).toMatchObject({ answer: { totalParams: 14_714_688 } })
})

test('a project that was opened is in the menu and among the system’s recent documents', async () => {
  const photographs = await writePhotographs(join(folder, 'Cats & dogs'), { cats: 8, dogs: 8 })
  expect(labels(stand.menu())).toContain(words.en.noRecent)
  const opened = await ask('open-project', { folder: photographs })
  const { project } = (opened as { answer: { project: string } }).answer
  await vi.waitFor(() => expect(labels(stand.menu())).toContain('Cats && dogs'))
  expect(labels(stand.menu())).not.toContain(words.en.noRecent)
  expect(electron.app.addRecentDocument).toHaveBeenLastCalledWith(project)
  theWindow().webContents.sent.length = 0
  const items = (all: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    all.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])])
  const click = items(stand.menu()).find(({ label }) => label === 'Cats && dogs')?.click as () => void
  click()
  const chosen = { event: 'command-chosen', payload: { command: 'open-folder', folder: project } }
  expect(theWindow().webContents.sent).toContainEqual(chosen)
  // From the dock or the taskbar the system gives the same folder back.
  theWindow().webContents.sent.length = 0
  electron.app.emit('open-file', { preventDefault: vi.fn() }, project)
  expect(theWindow().webContents.sent).toContainEqual(chosen)
})

describe('while a run is on', () => {
  beforeEach(() => sayOfRun('running'))
  afterEach(() => sayOfRun('ended'))

  test('the machine is kept awake, and the dock shows how far it is', () => {
    expect(electron.powerSaveBlocker.start).toHaveBeenCalledExactlyOnceWith('prevent-app-suspension')
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(0.5)
    sayOfRun('ended')
    expect(electron.powerSaveBlocker.stop).toHaveBeenCalledExactlyOnceWith(7)
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(-1)
  })

  test('closing asks once, and a cancel leaves everything as it is', async () => {
    const { showMessageBox } = electron.dialog
    showMessageBox.mockResolvedValueOnce({ response: 2 })
    expect(close().preventDefault).toHaveBeenCalled()
    expect(close().preventDefault).toHaveBeenCalled()
    expect(showMessageBox).toHaveBeenCalledOnce()
    await vi.waitFor(() => expect(showMessageBox.mock.settledResults[0]?.type).toBe('fulfilled'))
    expect(theWindow().hide).not.toHaveBeenCalled()
    expect(electron.app.quit).not.toHaveBeenCalled()
  })

  test('closing can leave it running without the window, which comes back', async () => {
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 0 })
    close()
    await vi.waitFor(() => expect(theWindow().hide).toHaveBeenCalledOnce())
    electron.app.emit('activate')
    expect(theWindow().show).toHaveBeenCalled()
  })

  /** The window is closed and the run left to itself; answers the icon that then stands for Thaw. */
  async function leaveRunning(): Promise<(typeof stand.trays)[number]> {
    const before = stand.trays.length
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 0 })
    close()
    await vi.waitFor(() => expect(stand.trays).toHaveLength(before + 1))
    return stand.trays.at(-1)!
  }

  test('without the window an icon says that it trains, and leads back or out', async () => {
    const tray = await leaveRunning()
    expect(tray.setToolTip).toHaveBeenLastCalledWith(words.en.stillTraining)
    const [items = []] = tray.setContextMenu.mock.lastCall ?? []
    expect(items.map(({ label }) => label)).toEqual([words.en.show, words.en.quit])
    const [show, quit] = items.map(({ click }) => click as () => void)
    quit!()
    expect(electron.app.quit).toHaveBeenCalledOnce()
    theWindow().show.mockClear()
    show!()
    expect(theWindow().show).toHaveBeenCalledOnce()
    expect(tray.destroy).toHaveBeenCalledOnce()
    expect(stand.notes).toEqual([])
  })

  test('the end of a run without the window is told, and a click on that brings the window', async () => {
    const tray = await leaveRunning()
    sayOfRun('ended')
    expect(tray.setToolTip).toHaveBeenLastCalledWith(words.en.ended)
    expect(stand.notes.map(({ options }) => options)).toEqual([{ title: words.en.ended, body: words.en.endedMore }])
    expect(stand.notes[0]!.show).toHaveBeenCalledOnce()
    theWindow().show.mockClear()
    stand.notes[0]!.emit('click')
    expect(theWindow().show).toHaveBeenCalledOnce()
    expect(tray.destroy).toHaveBeenCalledOnce()
  })

  test('the end of a run with the window there is told by the window alone', () => {
    const before = stand.notes.length
    sayOfRun('ended')
    expect(stand.notes).toHaveLength(before)
  })

  test('closing can stop it and end Thaw', async () => {
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 1 })
    close()
    await vi.waitFor(() => expect(electron.app.quit).toHaveBeenCalledOnce())
    expect(close().preventDefault).not.toHaveBeenCalled()
  })
})

test('Thaw ends after its engine has', async () => {
  const preventDefault = vi.fn()
  electron.app.emit('will-quit', { preventDefault })
  expect(preventDefault).toHaveBeenCalled()
  await vi.waitFor(() => expect(electron.app.quit).toHaveBeenCalledOnce(), { timeout: 10_000 })
  expect(stand.engines.map(({ exitCode }) => exitCode)).toEqual([0])
})
