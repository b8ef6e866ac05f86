import { copyFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { app, dialog, shell, type BrowserWindow, type SaveDialogOptions } from 'electron'
import { fail } from '../../contract/index.ts'
import { writeAtomically } from '../files/index.ts'
import type { PlatformHandlers } from '../app/index.ts'
import type { Words } from './words.ts'

/** The system's own dialogs, over the window where there is one. */
export function dialogHandlers(window: () => BrowserWindow | null, words: () => Words): PlatformHandlers {
  const askWhere = async (name: string): Promise<string | null> => {
    const options: SaveDialogOptions = {
      defaultPath: join(app.getPath('documents'), fileName(name)),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    }
    const parent = window()
    const { canceled, filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options))
    return canceled || !filePath ? null : filePath
  }
  return {
    async 'choose-folder'() {
      const { chooseFolder, open } = words()
      const options = {
        message: chooseFolder,
        title: chooseFolder,
        buttonLabel: open,
        properties: ['openDirectory' as const],
      }
      const parent = window()
      const { canceled, filePaths } = await (parent
        ? dialog.showOpenDialog(parent, options)
        : dialog.showOpenDialog(options))
      return { folder: canceled ? null : (filePaths[0] ?? null) }
    },
    async 'choose-archives'() {
      const { chooseArchive, open } = words()
      const filters = [{ name: 'zip, tar', extensions: ['zip', 'tar', 'gz', 'tgz', 'xz', 'txz', 'bz2', 'tbz2'] }]
      const properties: ('openFile' | 'multiSelections')[] = ['openFile', 'multiSelections']
      const options = { message: chooseArchive, title: chooseArchive, buttonLabel: open, filters, properties }
      const parent = window()
      const { canceled, filePaths } = await (parent
        ? dialog.showOpenDialog(parent, options)
        : dialog.showOpenDialog(options))
      return { files: canceled ? [] : filePaths }
    },
    async 'save-file'({ name, bytes }) {
      const file = await askWhere(name)
      if (file) await writeAtomically(file, bytes)
      return { file }
    },
    async 'save-run-file'({ project, run, file }) {
      const source = await fileOfRun(project, run, file)
      const target = await askWhere(`${run}-${basename(source)}`)
      if (target) await copyAtomically(source, target)
      return { file: target }
    },
    async 'show-in-folder'({ path }) {
      const found = await stat(path).catch(() => null)
      if (!found) throw fail('path-missing', `There is nothing at ${path}.`, { file: path })
      shell.showItemInFolder(path)
      return {}
    },
  }
}

/** A name that the page proposes is a name, not a path. */
function fileName(name: string): string {
  return basename(name.replaceAll('\\', '/')) || 'thaw'
}

/** @throws ThawError `path-missing` when the run does not hold the file, whatever links and dots say */
async function fileOfRun(project: string, run: string, file: string): Promise<string> {
  const missing = fail('path-missing', `The run ${run} has no file ${file}.`, { file })
  const runs = await realpath(join(project, 'runs')).catch(() => null)
  const found = await realpath(join(project, 'runs', run, file)).catch(() => null)
  if (!runs || !found?.startsWith(join(runs, run) + sep) || !(await stat(found)).isFile()) throw missing
  return found
}

/** A model is too large to hold in memory for a copy. */
async function copyAtomically(source: string, target: string): Promise<void> {
  const part = `${target}.part`
  try {
    await copyFile(source, part)
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
