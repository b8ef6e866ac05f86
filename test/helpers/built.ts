import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { resolveConfig } from 'electron-vite'
import { build } from 'vite'
import { root, stateFolder } from '../../scripts/setup/paths.mjs'
import { withLock } from '../../scripts/setup/lock.mjs'
import { isNewer, providePage, shellSources } from '../../scripts/setup/window.mjs'

/** One test file at a time: none empties a folder that another reads. */
const alone = <T>(work: () => Promise<T>): Promise<T> => withLock(join(stateFolder, 'build.lock'), work)

/** The window's page as it is shipped, built if it is older than what it is made of. */
export function provideTestPage(): Promise<void> {
  return alone(providePage)
}

/** The same for main and preload, as `electron-vite build` builds them. */
export function provideTestShell(): Promise<void> {
  return alone(async () => {
    if (isNewer('out/main/index.js', shellSources) && existsSync(join(root, 'out/preload/index.cjs'))) return
    const { config } = await resolveConfig({ logLevel: 'warn' }, 'build', 'production')
    for (const part of [config?.preload, config?.main]) await build(part)
  })
}
