import type { Client } from '../../client/index.ts'

/** Saves what a canvas shows, as PNG, value for pixel. */
export async function saveCanvas(
  client: Client,
  canvas: HTMLCanvasElement | null,
  name: string,
): Promise<string | null> {
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas ? canvas.toBlob(resolve, 'image/png') : resolve(null),
  )
  if (!blob) return null
  return client.save(fileName(name), 'image/png', new Uint8Array(await blob.arrayBuffer()))
}

/** Saves what lies at a resource path. */
export async function saveResource(client: Client, path: string, type: string, name: string): Promise<string | null> {
  const answer = await fetch(client.resourceUrl(path))
  if (!answer.ok) throw new Error(`answer ${answer.status}`)
  return client.save(fileName(name), type, new Uint8Array(await answer.arrayBuffer()))
}

/** Layers of models inside models have slashes in their names. */
const fileName = (name: string): string => name.replace(/[^\w.-]+/g, '_')
