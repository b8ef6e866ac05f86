import { randomUUID } from 'node:crypto'
import { mkdir, readdir, realpath, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApp, dataFolder, isInside, type AppOptions } from '../app/index.ts'
import { startServer, type Server } from './server.ts'

export interface ServeSettings {
  host: string
  port: number
  /** The folder that windows are confined to. */
  root: string
  version: string
  /** @default this person's data folder */
  home?: string
  /** @default out/renderer of the checkout, or beside what was bundled */
  page?: string
  fork?: AppOptions['fork']
  onOutput?: AppOptions['onOutput']
}

const builtPage = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../out/renderer' : '../renderer', import.meta.url),
)

/** Starts application and server. Closing ends the engine, and deletes the uploads that no project was made of. */
export async function serve(settings: ServeSettings): Promise<Server> {
  const { host, port, version, fork, onOutput } = settings
  const home = resolve(settings.home ?? dataFolder())
  const uploads = join(home, 'uploads', randomUUID())
  await mkdir(uploads, { recursive: true })
  const root = await realpath(settings.root)
  const systemLanguage = Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ko') ? 'ko' : 'en'
  const app = await createApp({ home, version, systemLanguage, root, fork, onOutput })
  const starting = startServer({ app, host, port, page: settings.page ?? builtPage, uploads })
  const server = await starting.catch(async (error: unknown) => {
    await app.close()
    await rm(uploads, { recursive: true, force: true })
    throw error
  })
  const end = async (): Promise<void> => {
    await server.close()
    await app.close()
    const used = await app.sources()
    for (const batch of await readdir(uploads)) {
      const folder = await realpath(join(uploads, batch))
      if (!used.some((source) => isInside(folder, source))) await rm(folder, { recursive: true, force: true })
    }
    if ((await readdir(uploads)).length === 0) await rm(uploads, { recursive: true, force: true })
  }
  let ended: Promise<void> | null = null
  return { ...server, close: () => (ended ??= end()) }
}
