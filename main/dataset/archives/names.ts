import { createHash } from 'node:crypto'

/** Windows keeps these for devices, with any ending. */
const devices = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
const mostBytes = 255
const mostPathBytes = 2000

export interface Place {
  /** Relative, with `/`, and free: no other name here differs from it by case or Unicode form alone. */
  target: string
  /** It had to be another than the archive says. */
  renamed: boolean
  /** The archive's name would lead out of the folder: nothing may be written; `target` is only for saying so. */
  unsafe: boolean
}

/**
 * Gives each name of an archive, in its order, a place under one folder that exists once on every system, whatever the name
 * says. Folders whose names differ by case or Unicode form alone are one folder.
 */
export function createNames(): (path: string, below?: string, kind?: 'file' | 'folder') => Place {
  const taken = new Map<string, { name: string; kind: 'file' | 'folder' }>()

  function settle(parent: string, wanted: string, kind: 'file' | 'folder'): string {
    for (let number = 1; ; number++) {
      const name = number === 1 ? wanted : numbered(wanted, number, kind)
      const key = keyOf(parent === '' ? name : `${parent}/${name}`)
      const there = taken.get(key)
      if (there?.kind === 'folder' && kind === 'folder') return there.name
      if (there) continue
      taken.set(key, { name, kind })
      return name
    }
  }

  return (path, below = '', kind = 'file') => {
    const parts = partsOf(path)
    const unsafe = parts.includes('..') || parts.length === 0 || Buffer.byteLength(path) > mostPathBytes
    const safe = (unsafe ? parts.filter((part) => part !== '..').slice(-3) : parts).map(safePart)
    if (safe.length === 0) safe.push('unnamed')
    let target = below
    for (const [index, part] of safe.entries()) {
      const name = settle(target, part, index === safe.length - 1 ? kind : 'folder')
      target = target === '' ? name : `${target}/${name}`
    }
    const said = [...(below === '' ? [] : [below]), ...parts].join('/')
    return { target, renamed: target.normalize('NFC') !== said.normalize('NFC'), unsafe }
  }
}

function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** Backslashes are what old programs on Windows put between folders; a drive and a root are left away. */
function partsOf(path: string): string[] {
  return path
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
}

function safePart(part: string): string {
  let name = part.normalize('NFC').replaceAll('\0', '_')
  // eslint-disable-next-line no-control-regex -- these are what a file name must not hold there
  if (process.platform === 'win32') name = name.replaceAll(/[<>:"|?*\u0001-\u001f]/g, '_').replace(/[. ]+$/, '_')
  if (devices.test(name)) name = `_${name}`
  return Buffer.byteLength(name) > mostBytes ? shortened(name) : name
}

/** Its beginning and its ending, and between them what tells it from others with the same. */
function shortened(name: string): string {
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? ''
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  let start = name.slice(0, name.length - ending.length)
  while (Buffer.byteLength(`${start}~${hash}${ending}`) > mostBytes) start = [...start].slice(0, -1).join('')
  return `${start}~${hash}${ending}`
}

function numbered(name: string, number: number, kind: 'file' | 'folder'): string {
  const dot = kind === 'file' ? name.lastIndexOf('.') : -1
  const made = dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`
  return Buffer.byteLength(made) > mostBytes ? shortened(made) : made
}
