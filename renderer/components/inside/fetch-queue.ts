/** Pictures and values that may be on their way at once. */
const most = 6

const waiting: (() => void)[] = []
let going = 0

/** Fetches bytes, few at a time, newest first: what was scrolled to last is seen first. Aborting leaves the queue. */
export async function fetchBytes(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  if (going >= most) {
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        waiting.splice(waiting.indexOf(start), 1)
        reject(signal.reason as Error)
      }
      const start = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      signal.addEventListener('abort', leave, { once: true })
      waiting.push(start)
    })
  }
  going++
  try {
    const answer = await fetch(url, { signal })
    if (!answer.ok) throw new Error(`answer ${answer.status}`)
    return await answer.arrayBuffer()
  } finally {
    going--
    waiting.pop()?.()
  }
}
