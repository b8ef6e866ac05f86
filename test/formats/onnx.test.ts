import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ThawError } from '../../contract/index.ts'
import { readNpy, readOnnxInitializers } from '../../main/formats/index.ts'
import { runPython } from '../helpers/oracle.ts'

let folder: string
let onnx: Buffer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  await runPython('formats_wheel.py', [folder])
  onnx = readFileSync(join(folder, 'model.onnx'))
})

afterAll(() => rmSync(folder, { recursive: true }))

test("an ONNX file's float32 initializers are read, raw or packed, and those of other types are left out", async () => {
  const found = readOnnxInitializers(onnx)
  expect([...found.keys()]).toEqual(['net/conv_1/kernel:0', 'net/conv_1/bias:0'])
  expect(found.get('net/conv_1/kernel:0')?.shape).toEqual([2, 3, 3, 3])
  expect([...found.get('net/conv_1/kernel:0')!.values]).toEqual(Array.from({ length: 54 }, (_, index) => index))
  expect(found.get('net/conv_1/bias:0')?.values).toEqual((await readNpy(join(folder, 'bias.npy'))).values)
})

test('a file cut anywhere, or with bytes changed, gives a failure or a part, never anything else', () => {
  let refused = 0
  const tried = (bytes: Uint8Array) => {
    try {
      readOnnxInitializers(bytes, 'model.onnx')
    } catch (error) {
      expect(error).toBeInstanceOf(ThawError)
      refused++
    }
  }
  for (let length = 1; length < onnx.length; length++) tried(onnx.subarray(0, length))
  expect(refused).toBeGreaterThan(onnx.length - 10)
  for (let at = 0; at < 60; at++) {
    for (const value of [0, 0x7f, 0x80, 0xff]) {
      const changed = Buffer.from(onnx)
      changed[at] = value
      tried(changed)
    }
  }
})

test('an empty file holds nothing', () => {
  expect(readOnnxInitializers(new Uint8Array()).size).toBe(0)
})
