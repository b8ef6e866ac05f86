import { fileURLToPath } from 'node:url'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { nuxtUiOptions } from '../../../nuxt-ui.config.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The renderer over the recording, for looking at it: `vite build -c test/renderer/harness/vite.config.ts`. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [vue(), ui(nuxtUiOptions(here('../../..')))],
  build: { outDir: here('../../../out/harness'), emptyOutDir: true, target: 'chrome140', chunkSizeWarningLimit: 2000 },
})
