import { createReadStream } from 'node:fs'
import { copyFile, mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { fail, failureOf, ThawError, type LeftPacked, type Work } from '../../../contract/index.ts'
import { isPassedOver } from '../litter.ts'
import { decompress } from './decompress.ts'
import { archiveKindOf, stemOf } from './kind.ts'
import { budgetOf, type Budget, type Limits } from './limits.ts'
import type { ArchiveNotes, Member } from './member.ts'
import type { createNames, Place } from './names.ts'
import type { Unpacked } from './record.ts'
import { archivePlace, takeMember } from './take.ts'
import { tarMembers } from './tar.ts'
import { zipMembers } from './zip.ts'

export interface UnpackOptions {
  archive: string
  /** Gets the files. What an interrupted call left in it is gone on from. */
  folder: string
  /** Gets the archives inside, until the caller deletes it. */
  inner: string
  /** The folder below `folder` for this archive; empty: `folder` itself. */
  below: string
  names: ReturnType<typeof createNames>
  limits: Limits
  work: Work
}

/** What goes on between the archives of one call. */
interface Course extends UnpackOptions {
  budget: Budget
  unpacked: number
  left: LeftPacked[]
  encodings: Set<string>
  renamed: [string, string][]
  /** Bytes done and in all, for progress. */
  done: number
  total: number
  opened: number
}

/**
 * Unpacks an archive and those inside it. Pictures and tables of labels are written, everything else is listed with the
 * reason; what systems leave in archives is passed over. Nothing is ever written outside of `folder` and `inner`.
 *
 * Reports the step `unpack` in bytes. Throws `archive-unsupported`, `archive-encrypted`, `archive-damaged` where there is nothing
 * that could be had, `archive-bomb` at a limit, `cannot-write`, and `signal.reason` when cancelled.
 */
export async function unpackArchive(options: UnpackOptions): Promise<Omit<Unpacked, 'stamp' | 'below'>> {
  const { archive, limits } = options
  const { size } = await stat(archive)
  const course: Course = {
    ...options,
    budget: budgetOf(archive, size, limits),
    unpacked: 0,
    left: [],
    encodings: new Set(),
    renamed: [],
    done: 0,
    total: size,
    opened: 0,
  }
  await openArchive(course, archive, options.below, 1, basename(archive))
  const { unpacked, left, encodings, renamed } = course
  if (unpacked === 0) throw nothingIn(archive, left)
  return { name: basename(archive), unpacked, left, encodings: [...encodings], renamed }
}

async function openArchive(course: Course, path: string, below: string, depth: number, said: string): Promise<void> {
  const { work, budget, left } = course
  const kind = await archiveKindOf(path)
  if (kind === null || kind === 'other') throw unsupported(said)
  const noted: string[] = []
  const notes: ArchiveNotes = {
    encoding: (name) => course.encodings.add(name),
    damaged: (detail) => {
      if (noted.push(detail) === 1) left.push({ file: ownPlace(course, said, depth), reason: 'truncated', detail })
    },
  }
  const counted = kind === 'zip' ? () => {} : (bytes: number) => budget.bytes(bytes)
  const source = kind === 'zip' ? null : Readable.from(reported(course, path), { objectMode: false })
  const members = source
    ? tarMembers(decompress(kind as 'tar', source, counted), () => readAgain(course, path, kind as 'tar'), said, notes)
    : zipMembers(path, notes)
  const places = new Map<string, string>()
  try {
    for await (const member of members) {
      work.signal.throwIfAborted()
      budget.entry()
      if (member.kind === 'file' && !isLitter(member.path)) {
        await takeOne(course, member, below, depth, places, kind === 'zip')
      }
      if (!source) report(course, member.packed)
    }
  } finally {
    source?.destroy()
  }
}

/** What comes out of a tar, once more and within the same limits, for how its names are written. */
async function* readAgain({ archive, limits, work }: Course, path: string, kind: 'tar' | 'gzip' | 'xz' | 'bzip2') {
  const source = createReadStream(path)
  const budget = budgetOf(archive, (await stat(path)).size, limits)
  try {
    for await (const piece of decompress(kind, source, (bytes) => budget.bytes(bytes))) {
      work.signal.throwIfAborted()
      yield piece
    }
  } finally {
    source.destroy()
  }
}

/** `.` and `..` begin with a dot too, and are no hidden names. */
function isLitter(path: string): boolean {
  return path.split(/[/\\]/).some((part) => part !== '.' && part !== '..' && isPassedOver(part))
}

/** The file as read: what comes out of a compressed stream does not tell how much is left. */
async function* reported(course: Course, path: string) {
  for await (const piece of createReadStream(path)) {
    report(course, (piece as Buffer).length)
    yield piece as Buffer
  }
}

function report(course: Course, bytes: number): void {
  course.done = Math.min(course.total, course.done + bytes)
  course.work.progress('unpack', course.done, course.total, 'bytes')
}

async function takeOne(
  course: Course,
  member: Member,
  below: string,
  depth: number,
  places: Map<string, string>,
  isZip: boolean,
): Promise<void> {
  const { names, folder, inner, budget, work, left } = course
  const place = names(member.path, below)
  const leave = (reason: LeftPacked['reason'], detail: string) => left.push({ file: place.target, reason, detail })
  if (place.unsafe)
    return void leave('unsafe-name', `Its archive calls it ${JSON.stringify(member.path.slice(0, 500))}.`)
  const target = join(folder, place.target)
  if (member.sameAs !== undefined) return takeCopy(course, place, places.get(member.sameAs), member)
  const archive = archivePlace(inner, ++course.opened)
  const taken = await takeMember(member, {
    target,
    archive,
    part: join(inner, 'part'),
    most: { file: budget.limits.file, archive: budget.limits.bytes },
    onBytes: isZip ? (bytes) => budget.bytes(bytes) : () => {},
    signal: work.signal,
  })
  if (taken.as === 'refused') return void leave(taken.refusal.reason, taken.refusal.detail)
  if (taken.as === 'file') return kept(course, place, member, places)
  if (depth >= budget.limits.depth) {
    return void leave('too-large', `An archive in an archive, ${depth} deep; that deep they are not opened.`)
  }
  course.total += (await stat(archive)).size
  try {
    const inside = names(stemOf(member.path), below, 'folder').target
    await openArchive(course, archive, inside, depth + 1, place.target)
  } catch (error) {
    const { code, message } = failureOf(error)
    if (work.signal.aborted || !(error instanceof ThawError) || code === 'archive-bomb' || code === 'cannot-write')
      throw error
    leave(code === 'archive-encrypted' ? 'encrypted' : 'not-an-image', message)
  }
}

function kept(course: Course, { target, renamed }: Place, member: Member, places: Map<string, string>): void {
  course.unpacked++
  places.set(member.path, target)
  if (renamed) course.renamed.push([member.path, target])
}

/** A second name of a file that came before. */
async function takeCopy(course: Course, place: Place, of: string | undefined, member: Member): Promise<void> {
  if (of === undefined) {
    course.left.push({
      file: place.target,
      reason: 'unreadable',
      detail: `Another name of ${member.sameAs}, which is not there.`,
    })
    return
  }
  const [from, to] = [join(course.folder, of), join(course.folder, place.target)]
  course.budget.bytes((await stat(from)).size)
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to)
  kept(course, place, member, new Map())
}

/** An archive's own entry among what was left: where it lies in another, else beside its files. */
function ownPlace({ names, below }: Course, said: string, depth: number): string {
  return depth > 1 ? said : names(said, below).target
}

function unsupported(path: string): ThawError {
  return fail('archive-unsupported', `${path} is no archive that is read.`, {
    expected: 'a zip, or a tar that may be compressed by gzip, xz or bzip2',
    file: path,
    remedy: 'Unpack it with the program that made it, and import the folder.',
  })
}

function nothingIn(path: string, left: readonly LeftPacked[]): ThawError {
  const isLocked = left.some(({ reason }) => reason === 'encrypted')
  const found = left[0] ? `${left.length} entries, such as ${left[0].file}: ${left[0].detail}` : 'no files'
  if (isLocked) {
    return fail('archive-encrypted', 'This archive is protected by a password.', {
      found,
      file: path,
      remedy: 'Unpack it with a program that asks for the password, and import the folder.',
    })
  }
  return fail('archive-damaged', 'Nothing in this archive is a picture that can be had.', {
    expected: 'pictures in a whole archive',
    found,
    file: path,
    remedy: 'Fetch or make the archive again.',
  })
}
