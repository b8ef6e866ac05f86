/**
 * A wheel from PyPI that a library is unpacked from. Whatever Python is installed, the wheel for CPython 3.12 is taken, so that one
 * file, and one hash, is right for everybody; the parts that we use do not depend on Python.
 *
 * @typedef {object} Wheel
 * @property {string} file its exact name, from which name, version and platform follow
 * @property {string} sha256
 * @property {string[]} parts what is unpacked: paths, or folders ending in a slash
 */

/** TensorFlow's version. */
export const version = '2.21.0'

const soParts = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tensorflow/include/']
const dylibParts = [
  'tensorflow/libtensorflow_cc.2.dylib',
  'tensorflow/libtensorflow_framework.2.dylib',
  'tensorflow/include/',
]
const dllParts = [
  'tensorflow/python/_pywrap_tensorflow_common.dll',
  'tensorflow/python/_pywrap_tensorflow_common.dll.if.lib',
  'tensorflow/include/',
]
/** @type {Record<import('./device.mjs').Library, Wheel>} */
export const tensorflowWheels = {
  'linux-x64-cpu': {
    file: 'tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl',
    sha256: 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
    parts: soParts,
  },
  'linux-x64-cuda': {
    file: 'tensorflow-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl',
    sha256: 'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
    parts: soParts,
  },
  'linux-arm64-cpu': {
    file: 'tensorflow-2.21.0-cp312-cp312-manylinux_2_27_aarch64.whl',
    sha256: 'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552',
    parts: soParts,
  },
  'darwin-arm64-cpu': {
    file: 'tensorflow-2.21.0-cp312-cp312-macosx_12_0_arm64.whl',
    sha256: '56ecd7d47429acbe1df2694d50b75bf9fc3995ac92cb367cd9af6c4780ead712',
    parts: dylibParts,
  },
  'win32-x64-cpu': {
    file: 'tensorflow-2.21.0-cp312-cp312-win_amd64.whl',
    sha256: '27ba0682572b1e50a0db1ee74cfb787eafcfdb1b751bbbf401fed62fe32a92e0',
    parts: dllParts,
  },
}
