import { readdir, realpath, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { LayoutChoice } from '../../../contract/index.ts'
import type { AppHandler, Asked, Context } from '../context.ts'
import { createLimit } from '../limit.ts'
import { foundPending, noLongerPending, pendingFor } from '../pending.ts'
import { remember } from '../recent-entry.ts'

/** Two windows that open the same folder get the same project. */
const inTurn = createLimit(1)

export const openProject: AppHandler<'open-project'> = async (context, input, asked) => {
  const sources = await checked(context, input)
  return inTurn(async () => {
    const project = (await existing(context, sources)) ?? (await create(context, sources, input.layout, asked))
    await remember(context, project, { opened: true })
    // Who lists recent projects lists this one now.
    context.tell('project-changed', { project })
    return { project }
  })
}

export const previewProject: AppHandler<'preview-project'> = async (context, input, asked) => {
  const sources = await checked(context, input)
  return inTurn(async () => {
    const project = await existing(context, sources)
    if (project) return { project }
    const out = await pendingFor(context.home, sources, false)
    const [source = '', ...more] = sources
    try {
      const request = { source, more, out, layout: input.layout }
      return { preview: await context.engine.request('preview-import', request, asked) }
    } catch (error) {
      await rm(out, { recursive: true, force: true })
      throw error
    }
  })
}

export const dropPreview: AppHandler<'drop-preview'> = async (context, input) => {
  const sources = await checked(context, input)
  return inTurn(async () => {
    const out = await foundPending(context.home, sources)
    if (out) await rm(out, { recursive: true, force: true })
    return {}
  })
}

async function checked({ places }: Context, { folder, more }: { folder: string; more: string[] }): Promise<string[]> {
  const paths: string[] = []
  for (const path of [folder, ...more]) paths.push(await places.check(path))
  return paths
}

/** The folder itself if it is a project, else the project that was made for it, or for the archive as it is now. */
async function existing({ home, recents, dataset }: Context, sources: readonly string[]): Promise<string | null> {
  const [folder = '', ...more] = sources
  if (more.length > 0) return null
  if (await isProject(folder)) return folder
  const own = await readdir(join(home, 'projects')).catch(() => [])
  const projects = [
    ...(await recents.read()).map(({ project }) => project),
    ...own.map((name) => join(home, 'projects', name)),
  ]
  const { size, mtimeMs } = await stat(folder)
  for (const project of new Set(projects)) {
    if (!(await isProject(project))) continue
    const listed = await dataset(project).catch(() => null)
    if (!listed) continue
    const { archives = [], folder: own } = listed.dataset
    const isOf = archives.some(({ path, bytes, modified }) => path === folder && bytes === size && modified === mtimeMs)
    if (isOf || (await realpath(resolve(project, own)).catch(() => null)) === folder) return project
  }
  return null
}

const isProject = (folder: string): Promise<boolean> =>
  stat(join(folder, 'project.json')).then(
    (found) => found.isFile(),
    () => false,
  )

/** Imports the photographs first: what fails or is cancelled leaves no project behind, and what is killed is gone on with. */
async function create(
  context: Context,
  sources: readonly string[],
  layout: LayoutChoice | undefined,
  asked: Asked,
): Promise<string> {
  const out = await pendingFor(context.home, sources, true)
  const [source = '', ...more] = sources
  try {
    await context.engine.request('import-dataset', { source, more, out, layout }, asked)
    await (await import('../../project/index.ts')).openProject(out)
    await noLongerPending(out)
    return out
  } catch (error) {
    await rm(out, { recursive: true, force: true })
    throw error
  }
}
