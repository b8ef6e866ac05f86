// One convolution by the binding that was just built, in a process of its own: a broken library must not take set-up with it.
// Prints {tensorflow, gpu}. Usage: self-test.cjs BINDING
const { ok } = require('node:assert')
const { delimiter, join } = require('node:path')

process.env.TF_CPP_MIN_LOG_LEVEL = '2'
process.env.TF_FORCE_GPU_ALLOW_GROWTH = 'true'
if (process.platform === 'win32') {
  process.env.PATH = join(process.argv[2], '..', '..', '..', 'deps', 'lib') + delimiter + process.env.PATH
}
const binding = require(process.argv[2])

const float32 = 1
const attributes = [
  { name: 'T', type: binding.TF_ATTR_TYPE, value: float32 },
  { name: 'strides', type: binding.TF_ATTR_INT, value: [1, 1, 1, 1] },
  { name: 'padding', type: binding.TF_ATTR_STRING, value: 'VALID' },
]
// 3×3 numbers 1 to 9 under a 2×2 kernel of 1, 10, 100, 1000.
const image = binding.createTensor([1, 3, 3, 1], float32, Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]))
const kernel = binding.createTensor([2, 2, 1, 1], float32, Float32Array.from([1, 10, 100, 1000]))
const [output] = binding.executeOp('Conv2D', attributes, [image, kernel], 1)
const found = [...binding.tensorDataSync(output.id)]
const expected = [5421, 6532, 8754, 9865]
ok(
  found.every((value, index) => Math.abs(value - expected[index]) < 1),
  `A convolution gave ${found}. Expected ${expected}.`,
)
console.log(JSON.stringify({ tensorflow: binding.TF_Version, gpu: binding.isUsingGpuDevice() }))
