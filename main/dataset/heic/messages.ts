/** To the thread that decodes HEIC. */
export interface HeicTask {
  id: number
  bytes: Uint8Array
  /** More pixels are refused, before memory is taken for them. */
  mostPixels: number
}

export interface HeicPixels {
  width: number
  height: number
  /** RGBA, row by row, upright, alpha not multiplied in. */
  pixels: Uint8Array
}

export type HeicReply = { id: number } & (HeicPixels | { failure: string })
