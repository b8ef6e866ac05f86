import { paletteOf } from '../../contract/index.ts'

/** RGB, 0 … 255, of each of viridis's 256 steps. */
export const viridis: Uint8Array = paletteOf('viridis')
