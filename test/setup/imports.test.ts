import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '../..')
const reportSchema = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

/** Imports that the house forbids, the file that each is planted in, and the rule that must see it. */
const planted = [
  ['main/network/planted.ts', '../engine/index.ts', 'network-imports-only-what-lies-left-of-it'],
  ['main/zoo/planted.ts', '../dataset/index.ts', 'zoo-imports-only-what-lies-left-of-it'],
  ['main/engine/planted.ts', '../cli/index.ts', 'engine-imports-only-what-lies-left-of-it'],
  ['main/training/planted.ts', '../network/network.ts', 'a-folder-is-entered-by-its-index'],
  ['main/project/planted.ts', '../../contract/run.ts', 'the-contract-is-entered-by-its-index'],
  ['main/features/planted.ts', 'electron', 'only-desktop-imports-electron'],
  ['main/newcomer/planted.ts', '../files/index.ts', 'every-folder-of-main-has-its-place'],
  ['contract/planted.ts', '../main/files/index.ts', 'the-contract-imports-only-zod'],
  ['renderer/planted.ts', '../main/files/index.ts', 'the-renderer-imports-only-the-contract'],
  ['scripts/planted.mjs', 'zod', 'scripts-run-before-anything-is-installed'],
  ['main/files/planted.ts', 'prettier', 'what-is-shipped-is-a-dependency'],
  ['main/insight/planted.ts', './missing.ts', 'everything-imported-exists'],
] as const

let folder: string
let found: z.infer<typeof reportSchema>['summary']['violations']

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  for (const name of ['contract', 'main', 'scripts', 'package.json', '.dependency-cruiser.cjs']) {
    cpSync(join(root, name), join(folder, name), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [file, target] of planted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), `import '${target}'\n`)
  }
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const folders = ['contract', 'main', 'renderer', 'scripts']
  const ran = spawnSync(
    process.execPath,
    [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  found = reportSchema.parse(JSON.parse(ran.stdout)).summary.violations
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(planted)('%s may not import %s', (file, _target, rule) => {
  expect(found.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule)
})
