import { resolveConfig } from 'electron-vite'
import { build } from 'vite'

/** Builds main and preload as `electron-vite build` does; the page is built and tested on its own. */
export async function buildShell(): Promise<void> {
  const { config } = await resolveConfig({ logLevel: 'warn' }, 'build', 'production')
  for (const part of [config?.main, config?.preload]) await build(part)
}
