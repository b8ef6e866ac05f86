import { realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { fail } from '../../contract/index.ts'

/** Whether `path` is `folder` or lies in it; both as `realpath` gives them. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** Which folders requests may name. */
export interface Places {
  /** The path itself, links followed. @throws `outside-root`, `path-missing` */
  check(path: string): Promise<string>
}

/** On the desktop: anything that this person's own rights allow. */
export const anywhere: Places = { check: (path) => resolved(path) }

/** Only what lies in one of these folders, wherever links lead. */
export function confinedTo(folders: () => Promise<readonly string[]>): Places {
  return {
    async check(path) {
      // What is not there is refused in the same words: a window learns nothing of what lies outside.
      const real = await realpath(path).catch(() => null)
      const allowed = await Promise.all((await folders()).map((folder) => realpath(folder).catch(() => null)))
      if (real !== null && allowed.some((folder) => folder !== null && isInside(folder, real))) return real
      throw fail('outside-root', 'This path is not among the folders that Thaw was started for.', {
        expected: 'a path inside the folder given with --root',
        found: path,
        remedy: 'Start thaw serve with --root and a folder that holds it.',
      })
    },
  }
}

async function resolved(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    throw fail('path-missing', `There is nothing at ${path}.`, {
      file: path,
      remedy: 'Check the path; a removable disk may not be connected.',
    })
  }
}
