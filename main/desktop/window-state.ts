import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeAtomically } from '../files/index.ts'

/** Pixels that do not depend on the screen's density. */
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export const smallest = { width: 760, height: 560 }
const initial = { width: 1280, height: 860 }

const pixels = z.number().int().min(-100_000).max(100_000)
const schema = z.object({ x: pixels, y: pixels, width: pixels, height: pixels, maximized: z.boolean() })
export type WindowState = z.infer<typeof schema>

/** What was kept, or null: nothing, or nothing that can be a window. */
export function readWindowState(file: string): WindowState | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

export async function keepWindowState(file: string, state: WindowState): Promise<void> {
  await writeAtomically(file, `${JSON.stringify(state)}\n`)
}

/**
 * Where to put the window: where it was, no smaller than it can be used and no larger than the screen that it is mostly on. Without
 * a place when none was kept, or when the screen that it was on is gone: the system then chooses.
 *
 * @param screens the work areas of the screens that are there
 */
export function placeWindow(state: WindowState | null, screens: readonly Rectangle[]): Partial<Rectangle> {
  if (!state) return initial
  const areas = screens.map((screen) => ({ screen, shared: sharedArea(state, screen) }))
  const best = areas.reduce<(typeof areas)[number] | null>((a, b) => (a && a.shared >= b.shared ? a : b), null)
  const limit = best?.screen ?? initial
  const size = {
    width: Math.min(Math.max(state.width, smallest.width), limit.width),
    height: Math.min(Math.max(state.height, smallest.height), limit.height),
  }
  // A corner is not enough to take hold of.
  if (!best || best.shared < 0.3 * state.width * state.height) return size
  const { screen } = best
  return {
    x: Math.min(Math.max(state.x, screen.x), screen.x + screen.width - size.width),
    y: Math.min(Math.max(state.y, screen.y), screen.y + screen.height - size.height),
    ...size,
  }
}

function sharedArea(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}
