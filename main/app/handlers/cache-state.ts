import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../../contract/index.ts'
import type { AppHandler, Context } from '../context.ts'
import { cacheFolder } from '../../files/index.ts'
import { picturesFolder } from '../pictures.ts'

export const cacheState: AppHandler<'cache-state'> = async (context) => {
  const sizes = await Promise.all((await cachesOf(context)).map(bytesIn))
  return { folder: cacheFolder(), bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

export const clearCache: AppHandler<'clear-cache'> = async (context, input, asked) => {
  if (context.jobs.busy()) {
    throw fail('cache-in-use', 'A run is using the cache.', { remedy: 'Wait until it has ended, or pause it.' })
  }
  for (const folder of await cachesOf(context)) await rm(folder, { recursive: true, force: true })
  return cacheState(context, input, asked)
}

/** Pictures, and the features of the projects on the list. */
async function cachesOf({ recents }: Context): Promise<string[]> {
  return [picturesFolder(), ...(await recents.read()).map(({ project }) => join(project, 'features'))]
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
