export { decodable } from './decodable.ts'
