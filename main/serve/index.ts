export { serve, type ServeSettings } from './serve.ts'
export { startServer, type Server, type ServeOptions } from './server.ts'
