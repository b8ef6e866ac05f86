import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const script = resolve(import.meta.dirname, '../../scripts/setup.mjs')
const setUp = () => spawnSync(process.execPath, [script], { encoding: 'utf8' })

test('set-up has nothing to do a second time, and says only what it is ready for', () => {
  setUp()
  const started = performance.now()
  const { status, stderr } = setUp()
  const seconds = (performance.now() - started) / 1000
  expect(status).toBe(0)
  expect(stderr).toMatch(/^set-up: ready: TensorFlow 2\.21\.0 on the [CG]PU \(.+\)\n$/)
  console.log(`a second set-up took ${seconds.toFixed(2)} s`)
})
