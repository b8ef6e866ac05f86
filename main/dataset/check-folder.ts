import { readdir, stat } from 'node:fs/promises'
import { fail } from '../../contract/index.ts'
import { systemCode } from '../files/index.ts'

/** Throws `folder-missing`, `not-a-folder`, `folder-unreadable`. */
export async function checkFolder(folder: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) {
      throw fail('not-a-folder', `${folder} is a file, and no archive that is read.`, {
        expected: 'a folder of photographs',
        file: folder,
        remedy: 'Choose the folder or the archive (zip, tar, tar.gz, tar.xz, tar.bz2) that holds the photographs.',
      })
    }
    await readdir(folder)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw fail('folder-missing', `There is no folder ${folder}.`, {
        file: folder,
        remedy: 'Check the path; a removable disk may not be connected.',
      })
    }
    if (code === undefined) throw error
    throw fail('folder-unreadable', `The folder ${folder} cannot be read.`, {
      found: code,
      file: folder,
      remedy: 'Give yourself permission to read it.',
    })
  }
}
