import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import { rendererConfig } from './vite.renderer.config.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const at = (path: string): string => join(root, path)

// Told from the path below this file: a clone's own folder may be called main too.
const folderOf = (id: string): string | null =>
  /^(?:main[/\\](\w+)|(contract))[/\\][^?]*\.ts$/.exec(relative(root, id))?.slice(1).find(Boolean) ?? null
const isShared = (id: string): boolean => folderOf(id) !== null && !/(?:-worker|[/\\]engine[/\\]entry)\.ts$/.test(id)

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      emptyOutDir: true,
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('main/index.ts'),
          // What is started as a process or a thread is found beside the file that starts it, under these names.
          engine: at('main/engine/entry.ts'),
          'decode-worker': at('main/dataset/decode-worker.ts'),
          'heic-worker': at('main/dataset/heic/heic-worker.ts'),
          'read-worker': at('main/formats/read-worker.ts'),
          'augment-worker': at('main/dataset/augment/augment-worker.ts'),
        },
        // All in one folder, two below the root as the sources are: relative addresses mean the same in both.
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // A chunk for each folder, the entries apart: what an entry shares would else be put into the entry itself, and
          // whoever loads that would do a thread's work.
          codeSplitting: {
            groups: [{ test: isShared, name: folderOf, includeDependenciesRecursively: false, debugName: 'folders' }],
          },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      emptyOutDir: true,
      // A sandboxed preload can neither be an ES module nor require a package.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
        // Of the contract it needs two names; the schemas, and zod with them, stay out.
        treeshake: { moduleSideEffects: false },
      },
    },
  },
  renderer: rendererConfig,
})
