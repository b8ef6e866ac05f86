import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fail } from '../../contract/index.ts'

/** In a folder only these are pictures; a file that is named itself is taken whatever it is called. */
const extensions = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif', '.tif', '.tiff'])

/**
 * The pictures meant by some paths: files as they are, and in place of a folder the pictures in it, at any depth, by name.
 * Links in a folder are not followed, and what is hidden is passed over.
 *
 * @throws `no-pictures` when that comes to none
 */
export async function listPictures(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      const isFolder = await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      )
      return isFolder ? picturesIn(path) : [path]
    }),
  )
  const pictures = lists.flat()
  if (pictures.length > 0) return pictures
  throw fail('no-pictures', 'There is no picture in it.', {
    expected: [...extensions].join(', '),
    file: paths[0],
    remedy: 'Name pictures, or a folder that holds some.',
  })
}

async function picturesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && extensions.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !file
          .slice(folder.length)
          .split(/[/\\]/)
          .some((part) => part.startsWith('.')),
    )
    .sort()
}
