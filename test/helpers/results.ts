import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from '../../main/files/index.ts'

const root = join(import.meta.dirname, '..', '..')
const file = join(root, 'test', 'RESULTS.md')

/** `2026-11-24, commit 03e0420` */
export function measuredWhen(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}`
}

/** Puts a chapter of test/RESULTS.md in the place of the one with the same title, or at the end. */
export async function recordResult(title: string, text: string): Promise<void> {
  const chapters = (existsSync(file) ? readFileSync(file, 'utf8') : '').split(/^(?=# )/m).filter(Boolean)
  const chapter = `# ${title}\n\n${text.trim()}\n`
  const at = chapters.findIndex((each) => each.startsWith(`# ${title}\n`))
  if (at < 0) chapters.push(chapter)
  else chapters[at] = chapter
  await writeAtomically(file, chapters.map((each) => `${each.trim()}\n`).join('\n'))
}
