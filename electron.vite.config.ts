import { defineConfig } from 'electron-vite'
import { rendererConfig } from './vite.renderer.config.ts'

export default defineConfig({
  renderer: rendererConfig,
})
