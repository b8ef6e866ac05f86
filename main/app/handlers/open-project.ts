import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { AppHandler, Asked, Context } from '../context.ts'
import { createLimit } from '../limit.ts'
import { remember } from '../recent-entry.ts'

/** Two windows that open the same folder get the same project. */
const inTurn = createLimit(1)

export const openProject: AppHandler<'open-project'> = async (context, input, asked) => {
  const folder = await context.places.check(input.folder)
  return inTurn(async () => {
    const project = (await existing(context, folder)) ?? (await create(context, folder, asked))
    await remember(context, project, { opened: true })
    return { project }
  })
}

/** The folder itself if it is a project, else the project that was made for it. */
async function existing({ home, recents, dataset }: Context, folder: string): Promise<string | null> {
  if (await isProject(folder)) return folder
  const own = await readdir(join(home, 'projects')).catch(() => [])
  const projects = [
    ...(await recents.read()).map(({ project }) => project),
    ...own.map((name) => join(home, 'projects', name)),
  ]
  for (const project of new Set(projects)) {
    if (!(await isProject(project))) continue
    const listed = await dataset(project).catch(() => null)
    const source = listed && (await realpath(resolve(project, listed.dataset.folder)).catch(() => null))
    if (source === folder) return project
  }
  return null
}

const isProject = (folder: string): Promise<boolean> =>
  stat(join(folder, 'project.json')).then(
    (found) => found.isFile(),
    () => false,
  )

/** Imports the photographs first: what fails or is cancelled leaves no project behind. */
async function create({ engine, home }: Context, folder: string, asked: Asked): Promise<string> {
  const out = await newFolder(join(home, 'projects'), basename(folder) || 'photographs')
  try {
    await engine.request('import-dataset', { source: folder, out }, asked)
    await (await import('../../project/index.ts')).openProject(out)
    return out
  } catch (error) {
    await rm(out, { recursive: true, force: true })
    throw error
  }
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
