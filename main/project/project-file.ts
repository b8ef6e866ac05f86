import { mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { fail } from '../../contract/index.ts'
import { systemCode, writeAtomically } from '../files/index.ts'

export const projectFileSchema = z.object({
  version: z.literal(1),
  name: z.string().min(1).max(255),
  /** ISO 8601. */
  created: z.string().max(64),
})
/** project.json */
export type ProjectFile = z.infer<typeof projectFileSchema>

/** A project's folder and what lies in it, as absolute paths. */
export interface Project {
  readonly dir: string
  readonly file: ProjectFile
  /** features/ */
  readonly features: string
  /** runs/ */
  readonly runs: string
}

const fileIn = (dir: string) => join(dir, 'project.json')

function projectAt(dir: string, file: ProjectFile): Project {
  return { dir, file, features: join(dir, 'features'), runs: join(dir, 'runs') }
}

/** What a folder's project.json says, or null where there is none. @throws `project-damaged` */
export async function readProjectFile(dir: string): Promise<ProjectFile | null> {
  const path = fileIn(dir)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
  const remedy = 'Choose another folder, or update Thaw if a newer one made this project.'
  try {
    return projectFileSchema.parse(JSON.parse(text))
  } catch (error) {
    const found = error instanceof z.ZodError ? error.issues[0]?.message : 'no JSON'
    throw fail('project-damaged', 'This is no project that Thaw can read.', {
      expected: 'a project.json of version 1',
      found,
      file: path,
      remedy,
    })
  }
}

/** What may lie in a folder that becomes a project: what is hidden, and what we put there before project.json. */
const ignorable = (name: string) => name.startsWith('.') || beforeIt.includes(name)
const beforeIt = ['dataset.json', 'looks.bin', 'checks.json', 'photographs']

/**
 * Opens the project in a folder, or makes one there when the folder is empty or missing.
 *
 * @throws `project-damaged`; `not-a-project` for a folder that holds something else; `cannot-write`
 */
export async function openProject(folder: string): Promise<Project> {
  const dir = resolve(folder)
  const found = await readProjectFile(dir)
  if (found) return projectAt(dir, found)
  const names = await readdir(dir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
  const other = names.find((name) => !ignorable(name))
  if (other !== undefined) {
    throw fail('not-a-project', 'This folder is not a project, and not empty.', {
      expected: 'a project, an empty folder or a new one',
      found: other,
      file: dir,
      remedy: 'Choose another folder for the project.',
    })
  }
  const file: ProjectFile = { version: 1, name: basename(dir), created: new Date().toISOString() }
  await writeAtomically(fileIn(dir), JSON.stringify(file, null, 2))
  await mkdir(join(dir, 'runs'), { recursive: true })
  return projectAt(dir, file)
}
