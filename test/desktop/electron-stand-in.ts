import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { createRequire, registerHooks } from 'node:module'
import { compileFunction } from 'node:vm'
import { vi, type Mock } from 'vitest'
import type { MenuItemConstructorOptions, BrowserWindowConstructorOptions, WebFrameMain } from 'electron'

type RequestHandler = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void
type SchemeHandler = (request: Request) => Promise<Response>

type Said = (details: { url: string }) => { action: string }

interface WindowLook extends EventEmitter {
  options: BrowserWindowConstructorOptions
  loaded: string[]
  webContents: EventEmitter & { mainFrame: WebFrameMain; sent: unknown[]; loading: boolean; openHandler: Said }
  show: Mock
  hide: Mock
  focus: Mock
  setProgressBar: Mock
}

/** An icon in the notification area or menu bar. */
interface TrayLook extends EventEmitter {
  setToolTip: Mock
  setContextMenu: Mock<(items: MenuItemConstructorOptions[]) => void>
  destroy: Mock
}

interface NoteLook extends EventEmitter {
  options: { title: string; body: string }
  show: Mock
}

/** What can be done with the stand-in from outside. */
export interface StandIn {
  electron: {
    app: EventEmitter & { quit: Mock; addRecentDocument: Mock }
    ipcMain: EventEmitter
    ipcRenderer: EventEmitter & { send(channel: string, message: unknown): void }
    dialog: {
      showMessageBox: Mock<() => Promise<{ response: number }>>
      showOpenDialog: Mock<() => Promise<{ canceled: boolean; filePaths: string[] }>>
      showSaveDialog: Mock<() => Promise<{ canceled: boolean; filePath: string }>>
    }
    shell: { showItemInFolder: Mock }
    nativeTheme: { themeSource: string }
    powerSaveBlocker: { start: Mock; stop: Mock }
  }
  windows: WindowLook[]
  /** Those that were made, the gone ones too. */
  trays: TrayLook[]
  notes: NoteLook[]
  engines: ChildProcess[]
  permissions: { request?: RequestHandler; check?: () => boolean; device?: () => boolean }
  /** What preload exposed, by name. */
  exposed: Map<string, unknown>
  menu(): MenuItemConstructorOptions[]
  fetch(address: string, init?: RequestInit): Promise<Response>
  /** Loads a built main by Node's own means, with this in place of Electron. */
  runMain(file: string): void
  /** Runs a preload as a sandboxed page has it: it can require electron and nothing else. */
  runPreload(code: string): void
}

/** As much of Electron as the shell uses, in this Node process; what was asked of it can be looked at. */
export function standIn(folder: string): StandIn {
  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    requestSingleInstanceLock: vi.fn(() => true),
    whenReady: () => Promise.resolve(),
    getPath: () => folder,
    getVersion: () => '0.1.0',
    getLocale: () => 'en-US',
    addRecentDocument: vi.fn(),
    quit: vi.fn(),
    exit: vi.fn(),
  })
  const windows: BrowserWindow[] = []
  class WebContents extends EventEmitter {
    mainFrame = { url: 'thaw://app/index.html' } as WebFrameMain
    sent: unknown[] = []
    loading = false
    isLoading = () => this.loading
    openHandler: Said = () => ({ action: 'allow' })
    send = (_channel: string, message: unknown): void => {
      this.sent.push(message)
      ipcRenderer.emit('thaw-to-window', {}, message)
    }
    setWindowOpenHandler = (handler: typeof this.openHandler): void => void (this.openHandler = handler)
  }
  class BrowserWindow extends EventEmitter {
    readonly options: BrowserWindowConstructorOptions
    webContents = new WebContents()
    loaded: string[] = []
    loadURL = async (address: string): Promise<void> => void this.loaded.push(address)
    show = vi.fn()
    hide = vi.fn()
    focus = vi.fn()
    restore = vi.fn()
    maximize = vi.fn()
    setProgressBar = vi.fn()
    isMinimized = () => false
    isMaximized = () => false
    isDestroyed = () => false
    getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 })
    constructor(options: BrowserWindowConstructorOptions) {
      super()
      this.options = options
      windows.push(this)
    }
  }
  const ipcMain = new EventEmitter()
  const ipcRenderer = Object.assign(new EventEmitter(), {
    send(channel: string, message: unknown): void {
      const sender = windows[0]?.webContents
      ipcMain.emit(channel, { sender, senderFrame: sender?.mainFrame }, structuredClone(message))
    },
  })
  let scheme: SchemeHandler = async () => new Response(null, { status: 500 })
  const permissions: StandIn['permissions'] = {}
  const defaultSession = {
    protocol: { handle: (_scheme: string, handler: SchemeHandler): void => void (scheme = handler) },
    setPermissionRequestHandler: (handler: RequestHandler): void => void (permissions.request = handler),
    setPermissionCheckHandler: (handler: () => boolean): void => void (permissions.check = handler),
    setDevicePermissionHandler: (handler: () => boolean): void => void (permissions.device = handler),
  }
  let menu: MenuItemConstructorOptions[] = []
  const engines: ChildProcess[] = []
  const trays: TrayLook[] = []
  const notes: NoteLook[] = []
  const exposed = new Map<string, unknown>()
  const electron = {
    app,
    BrowserWindow,
    ipcMain,
    ipcRenderer,
    session: { defaultSession },
    protocol: { registerSchemesAsPrivileged: vi.fn() },
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (template: MenuItemConstructorOptions[]): void => void (menu = template),
    },
    Tray: class extends EventEmitter {
      setToolTip = vi.fn()
      setContextMenu = vi.fn()
      destroy = vi.fn()
      constructor() {
        super()
        trays.push(this)
      }
    },
    Notification: class extends EventEmitter {
      static isSupported = () => true
      readonly options: NoteLook['options']
      show = vi.fn()
      constructor(options: NoteLook['options']) {
        super()
        this.options = options
        notes.push(this)
      }
    },
    nativeImage: { createFromPath: () => ({ resize: () => ({}) }) },
    nativeTheme: { themeSource: 'system', shouldUseDarkColors: false },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] },
    dialog: {
      showMessageBox: vi.fn(async () => ({ response: 2 })),
      showOpenDialog: vi.fn(async () => ({ canceled: false, filePaths: [folder] })),
      showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })),
    },
    shell: { showItemInFolder: vi.fn() },
    powerSaveBlocker: { start: vi.fn(() => 7), stop: vi.fn() },
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
    webUtils: { getPathForFile: (file: { name: string }) => `/dropped/${file.name}` },
    utilityProcess: {
      fork(file: string, parameters: string[], { env }: { env: NodeJS.ProcessEnv }) {
        const child = fork(file, parameters, {
          env,
          serialization: 'advanced',
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        })
        engines.push(child)
        return Object.assign(child, { postMessage: (message: object) => void child.send(message, () => {}) })
      },
    },
  }
  return {
    electron,
    windows,
    trays,
    notes,
    engines,
    permissions,
    exposed,
    menu: () => menu,
    fetch: (address: string, init?: RequestInit) => scheme(new Request(address, init)),
    runMain(file: string) {
      Object.assign(globalThis, { electronStandIn: electron })
      const source = `export const { ${Object.keys(electron).join(', ')} } = globalThis.electronStandIn`
      registerHooks({
        resolve: (name, context, next) =>
          name === 'electron' ? { url: 'stand-in:electron', shortCircuit: true } : next(name, context),
        load: (url, context, next) =>
          url === 'stand-in:electron' ? { format: 'module', source, shortCircuit: true } : next(url, context),
      })
      createRequire(import.meta.url)(file)
    },
    runPreload(code: string) {
      const module = { exports: {} }
      const only = (name: string): unknown => {
        if (name === 'electron') return electron
        throw new Error(`A sandboxed preload cannot require ${name}.`)
      }
      ;(compileFunction(code, ['require', 'module', 'exports', 'process']) as (...given: unknown[]) => void)(
        only,
        module,
        module.exports,
        { platform: process.platform },
      )
    },
  }
}
