import { fileURLToPath } from 'node:url'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type UserConfig } from 'vite'
import { nuxtUiOptions } from './nuxt-ui.config.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** The window's page, for both shells: relative addresses, so that it loads from a file scheme and under any path. */
export const rendererConfig: UserConfig = {
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  base: './',
  plugins: [vue(), ui(nuxtUiOptions(root))],
  build: {
    outDir: fileURLToPath(new URL('out/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome140',
    // A data: address would need a looser content policy than fonts and pictures from 'self'.
    assetsInlineLimit: 0,
    // In kB: it comes from the same machine, all of it once.
    chunkSizeWarningLimit: 2500,
    rollupOptions: { input: fileURLToPath(new URL('renderer/index.html', import.meta.url)) },
  },
}

export default defineConfig(rendererConfig)
