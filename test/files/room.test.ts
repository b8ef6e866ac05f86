import { readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { unwatched, type Work } from '../../contract/index.ts'
import { needRoom, whenThereIsRoom } from '../../main/files/index.ts'
import { temporaryFolder } from '../helpers/photographs.ts'

test('room on the disk is asked for before anything is written, and what lacks is said with a remedy', async () => {
  const folder = temporaryFolder()
  await needRoom(folder, 1)
  await expect(needRoom(folder, 1e18)).rejects.toMatchObject({
    failure: {
      code: 'disk-short',
      expected: '1000000000.0 GB',
      found: expect.stringMatching(/^\d+(\.\d)? [GM]B free$/) as string,
      file: folder,
      remedy: expect.stringContaining('Free some space') as string,
    },
  })
  expect(readdirSync(folder)).toEqual([])
})

test('a write that finds the disk full says so once and is made again; one that is refused otherwise is not', async () => {
  const folder = temporaryFolder()
  const said: unknown[] = []
  const steps: string[] = []
  const emit: Work['emit'] = (event, payload) => void said.push({ event, ...payload })
  const work = { ...unwatched(), emit, progress: (step: string) => void steps.push(step) }
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  const write = vi.fn<() => Promise<string>>().mockRejectedValueOnce(full).mockResolvedValue('written')
  expect(await whenThereIsRoom(work, folder, write)).toBe('written')
  const text = `The disk of ${folder} is full: waiting for room.`
  expect(said).toEqual([{ event: 'message-logged', level: 'warning', text }])
  expect(steps).toEqual(['wait-for-room'])
  const refused = Object.assign(new Error('denied'), { code: 'EACCES' })
  await expect(whenThereIsRoom(work, folder, () => Promise.reject(refused))).rejects.toBe(refused)
})
