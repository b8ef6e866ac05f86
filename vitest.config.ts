import vue from '@vitejs/plugin-vue'
import { defaultExclude, defineConfig } from 'vitest/config'

// TensorFlow takes every core that it gets, and real Keras beside it does too: two files at a time are enough.
export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.env['THAW_SLOW'] ? defaultExclude : [...defaultExclude, 'test/slow/**'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A screen's script may have to be fetched first, and on a busy machine that takes longer than a second.
    expect: { poll: { timeout: 30_000 } },
  },
})
