import { createReadStream, existsSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import sharp from 'sharp'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

/** Serves the built harness, and pictures of the sample photographs as the real shells would. Answers the address. */
export async function serveHarness(built: string, photographs: string): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const work = url.pathname.startsWith('/resource/')
      ? picture(url, photographs, response)
      : Promise.resolve(file(join(built, normalize(url.pathname === '/' ? '/index.html' : url.pathname)), response))
    work.catch(() => response.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/` }
}

function file(path: string, response: ServerResponse): void {
  if (!existsSync(path)) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
  createReadStream(path).pipe(response)
}

async function picture(url: URL, photographs: string, response: ServerResponse): Promise<void> {
  const kind = url.pathname.split('/')[2]
  const named = join(photographs, url.searchParams.get('file') ?? 'fish/P032.jpeg')
  const side = Number(url.searchParams.get('side') ?? url.searchParams.get('size') ?? 150)
  const image =
    kind === 'photograph'
      ? sharp(named).resize(side, side, { fit: 'inside' }).jpeg()
      : kind === 'fitted'
        ? sharp(named).resize(side, side, { fit: 'fill' }).png()
        : sharp(named)
            .resize(Math.min(40, Number(url.pathname.split('/')[3])), undefined)
            .greyscale()
            .tint('#2a8f8a')
            .png()
  response.writeHead(200, { 'content-type': 'image/png' }).end(await image.toBuffer())
}
