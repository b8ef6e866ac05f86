import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { systemCode } from '../../files/index.ts'

/** What can be learnt of a process by its number. */
export interface ProcessFacts {
  /** Whether it is there; what remains of one that was killed is not. */
  there: boolean
  /** When it was started, as a text that no other process of this computer ever has; null where that is not told. */
  start: string | null
}

const gone: ProcessFacts = { there: false, start: null }

/** Looks at a process. Numbers are used again, also after a restart of the computer: only the start tells two apart. */
export function lookAt(pid: number): ProcessFacts {
  if (!exists(pid)) return gone
  if (process.platform === 'linux') return linuxFacts(pid)
  if (process.platform === 'darwin') return darwinFacts(pid)
  return { there: true, start: null }
}

/** Where process ids mean something: this computer, and in it this container. */
export function processSpace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

function linuxFacts(pid: number): ProcessFacts {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field, a name in brackets, may hold anything; proc(5) numbers the state 3 and the start time 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A process that was killed stays in the table until its parent asks for it, which in a container may be never.
    if (fields[0] === 'Z' || fields[0] === 'X') return gone
    return { there: true, start: `${boot} ${fields[19]}` }
  } catch (error) {
    return systemCode(error) === 'ESRCH' ? gone : { there: true, start: null }
  }
}

function darwinFacts(pid: number): ProcessFacts {
  const { stdout } = spawnSync('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
  const [state, ...start] = (stdout ?? '').trim().split(/\s+/)
  if (state?.startsWith('Z')) return gone
  return { there: true, start: start.join(' ') || null }
}
