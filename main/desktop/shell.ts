import type { BrowserWindow } from 'electron'
import { app, Menu, nativeTheme, session } from 'electron'
import { join } from 'node:path'
import type { AppState, MenuCommand } from '../../contract/index.ts'
import { createApp, dataFolder, openWindow, type WindowLine } from '../app/index.ts'
import { createAwake } from './awake.ts'
import { createBackground } from './background.ts'
import { askBeforeClosing } from './closing.ts'
import { dialogHandlers } from './dialogs.ts'
import { forkUtility } from './fork-utility.ts'
import { hearWindow, tellWindow } from './ipc.ts'
import { log } from './log.ts'
import { menuTemplate } from './menu.ts'
import { serveScheme } from './scheme.ts'
import { refusePermissions } from './security.ts'
import { afterMessage, barOf, type Trainings } from './training-watch.ts'
import { createWindow, present } from './window.ts'
import { words, type Words } from './words.ts'

export interface Shell {
  show(): void
  openFolder(folder: string): void
}

/** Opens the application and its window, once Electron is ready. `page` is the folder of the built page. */
export async function openShell(page: string): Promise<Shell> {
  let window: BrowserWindow | null = null
  let connection: WindowLine | null = null
  let trainings: Trainings = new Map()
  let state: AppState | null = null
  let quitting = false
  const tools = !app.isPackaged
  const says = (): Words => words[state?.settings.language ?? state?.systemLanguage ?? 'en']

  const thaw = await createApp({
    home: dataFolder(),
    version: app.getVersion(),
    systemLanguage: app.getLocale().startsWith('ko') ? 'ko' : 'en',
    fork: forkUtility,
    platform: dialogHandlers(() => window, says),
    onOutput: (text) => void process.stderr.write(text),
  })
  refusePermissions(session.defaultSession)
  serveScheme(session.defaultSession, page, (path) => thaw.resource(path))

  // A page hears nothing before it has been loaded.
  const tellPage = (command: MenuCommand, folder?: string): void => {
    const tell = (): void => thaw.tell('command-chosen', { command, folder })
    if (window?.webContents.isLoading()) window.webContents.once('did-finish-load', tell)
    else tell()
  }

  const awake = createAwake()
  const background = createBackground({ show: () => shell.show(), quit: () => app.quit() })

  const dress = async (): Promise<void> => {
    state = (await thaw.request('app-state', {})) as AppState
    nativeTheme.themeSource = state.settings.theme
    const choose = (command: MenuCommand, folder?: string): void => {
      shell.show()
      tellPage(command, folder)
    }
    const { recent } = state
    for (const { project } of recent.slice(0, 10).reverse()) app.addRecentDocument(project)
    const template = menuTemplate({ words: says(), mac: process.platform === 'darwin', tools, recent, choose })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
  const redress = (): void => void dress().catch((error: unknown) => log(`The menu was not drawn: ${String(error)}`))

  // The shell's own line, which is there while no window is.
  thaw.listen((message) => {
    const before = trainings.size
    trainings = afterMessage(trainings, message)
    awake(trainings.size > 0)
    window?.setProgressBar(barOf(trainings))
    if (before > 0 && trainings.size === 0) background.ended(says())
    if (message.event === 'settings-changed' || message.event === 'project-changed') redress()
  })

  const connect = (): void => {
    connection?.close()
    connection = openWindow(thaw, (message) => tellWindow(window, message))
  }
  const open = (): void => {
    const made = createWindow({ stateFile: join(app.getPath('userData'), 'window.json'), tools })
    window = made
    connect()
    // A page that is loaded anew is a new client: the old one's answers are not for it.
    made.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) connect()
    })
    made.on('closed', () => {
      connection?.close()
      connection = null
      window = null
    })
    askBeforeClosing(made, {
      training: () => trainings.size > 0,
      words: says,
      leave: () => background.enter(says()),
      quit: () => app.quit(),
    })
  }
  const shell: Shell = {
    show() {
      background.leave()
      if (window) present(window)
      else open()
    },
    openFolder(folder) {
      shell.show()
      tellPage('open-folder', folder)
    },
  }

  hearWindow(
    () => window,
    (message) => connection?.receive(message) ?? false,
  )
  await dress()
  open()
  app.on('activate', () => shell.show())
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (quitting) return
    quitting = true
    event.preventDefault()
    void thaw.close().finally(() => app.quit())
  })
  return shell
}
