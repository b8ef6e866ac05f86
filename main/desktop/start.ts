import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app } from 'electron'
import { describeFailure, failureOf } from '../../contract/index.ts'
import { log } from './log.ts'
import { declareScheme } from './scheme.ts'
import { openShell, type Shell } from './shell.ts'

const builtPage = fileURLToPath(new URL('../renderer', import.meta.url))

/**
 * Starts the desktop application, once on a computer: a second start shows the first one's window, with the folder that it was
 * given. Must be called before Electron is ready.
 *
 * @param page the folder of the built page
 */
export async function startDesktop(page: string = builtPage): Promise<void> {
  if (!app.requestSingleInstanceLock()) return app.quit()
  declareScheme()
  let shell: Shell | null = null
  let wanted = folderAmong(process.argv.slice(1))
  const open = (folder: string | undefined): void => {
    if (!shell) wanted = folder ?? wanted
    else if (folder) shell.openFolder(folder)
    else shell.show()
  }
  app.on('second-instance', (_event, argv) => open(folderAmong(argv.slice(1))))
  // A folder dropped on the icon, or a recent document of the system's, on macOS.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open(folderAmong([path]))
  })
  await app.whenReady()
  try {
    shell = await openShell(page)
    if (wanted) shell.openFolder(wanted)
  } catch (error) {
    log(describeFailure(failureOf(error)))
    app.exit(1)
  }
}

/** The last absolute path of a folder; in a checkout, Electron is given the application's own folder as `.`. */
function folderAmong(parameters: readonly string[]): string | undefined {
  return parameters.findLast(
    (parameter) => isAbsolute(parameter) && statSync(parameter, { throwIfNoEntry: false })?.isDirectory(),
  )
}
