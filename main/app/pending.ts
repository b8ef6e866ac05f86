import { mkdir, readdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { lookAt, processSpace } from '../engine/index.ts'
import { writeAtomically } from '../files/index.ts'

/*
 * Folders among the projects that are none yet: for a preview, which unpacks archives there, and for the import after it. Each
 * says what it is for.
 */

const fileName = '.importing.json'
const pendingSchema = z.object({
  sources: z.array(z.string()),
  /** Whether a person said yes to it: an import that was killed goes on, a preview nobody waits for is removed. */
  begun: z.boolean(),
  /** The process whose window looks at it. */
  owner: z.object({ space: z.string(), pid: z.number().int(), start: z.string().nullable() }),
})
type Pending = z.infer<typeof pendingSchema>

const isProject = (folder: string): Promise<boolean> =>
  stat(join(folder, 'project.json')).then(
    (found) => found.isFile(),
    () => false,
  )

/** The folder that becomes the project for these; one that was left unfinished, if there is. From now on it is this process's. */
export async function pendingFor(home: string, sources: readonly string[], begun: boolean): Promise<string> {
  const found = await foundPending(home, sources)
  const out = found ?? (await newFolder(join(home, 'projects'), await nameFor(sources)))
  const owner = { space: processSpace(), pid: process.pid, start: lookAt(process.pid).start }
  const pending: Pending = { sources: [...sources], begun, owner }
  await writeAtomically(join(out, fileName), JSON.stringify(pending))
  return out
}

export async function foundPending(home: string, sources: readonly string[]): Promise<string | null> {
  for await (const { folder, pending } of allPending(home)) {
    if (JSON.stringify(pending.sources) === JSON.stringify(sources)) return realpath(folder)
  }
  return null
}

/** It has become a project. */
export async function noLongerPending(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true })
}

/**
 * Removes the previews of windows that are gone with their process: nobody will say yes or no to them. Those of processes that run
 * here or, as far as can be told, elsewhere stay, and so do imports that were begun.
 */
export async function removeAbandoned(home: string): Promise<void> {
  for await (const { folder, pending } of allPending(home)) {
    const { space, pid, start } = pending.owner
    if (pending.begun || space !== processSpace()) continue
    const now = lookAt(pid)
    if (now.there && (start === null || now.start === null || now.start === start)) continue
    await rm(folder, { recursive: true, force: true })
  }
}

async function* allPending(home: string): AsyncGenerator<{ folder: string; pending: Pending }> {
  const parent = join(home, 'projects')
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name)
    const text = await readFile(join(folder, fileName), 'utf8').catch(() => null)
    if (text === null || (await isProject(folder))) continue
    const { data } = pendingSchema.safeParse(parsed(text))
    if (data) yield { folder, pending: data }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function nameFor([first = '']: readonly string[]): Promise<string> {
  const { stemOf } = await import('../dataset/index.ts')
  return stemOf(basename(first)) || 'photographs'
}

async function newFolder(parent: string, name: string): Promise<string> {
  await mkdir(parent, { recursive: true })
  for (let number = 1; ; number++) {
    const folder = join(parent, number === 1 ? name : `${name} ${number}`)
    const made = await mkdir(folder).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false
        throw error
      },
    )
    if (made) return realpath(folder)
  }
}
