import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type UserConfig } from 'vite'
import { nuxtUiOptions } from './nuxt-ui.config.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const at = (path: string): string => join(root, path)

/** The window's page, for both shells: relative addresses, so that it loads from a file scheme and under any path. */
export const rendererConfig: UserConfig = {
  root: at('renderer'),
  base: './',
  plugins: [vue(), ui(nuxtUiOptions(root))],
  build: {
    outDir: at('out/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // A data: address would need a looser content policy than fonts and pictures from 'self'.
    assetsInlineLimit: 0,
    // One style sheet: a screen whose script comes later is dressed when it appears, and the order of rules stays as written.
    cssCodeSplit: false,
    // Chromium 140 knows how to preload a module by itself.
    modulePreload: { polyfill: false },
    // In kB; what draws the charts is the largest script.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: at('renderer/index.html'),
      // Of the contract the window needs names and types; the schemas, and zod with them, check what comes from it on the other side.
      treeshake: { moduleSideEffects: [{ test: /[/\\]contract[/\\][\w-]+\.ts$/, sideEffects: false }] },
    },
  },
}

export default defineConfig(rendererConfig)
