// Prints what VectorModuleTest expects: node reference.mjs
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const load = (name, imports) => {
  const file = new URL(name, import.meta.url);
  return new WebAssembly.Instance(new WebAssembly.Module(gunzipSync(readFileSync(file))), imports).exports;
};

function argon2() {
  const wasm = load("argon2-simd.wasm.gz", {
    a: { a: (to, from, n) => new Uint8Array(wasm.c.buffer).copyWithin(to, from, from + n), b: () => 0 },
  });
  wasm.d();
  const put = (bytes) => {
    const at = wasm.f(bytes.length + 1);
    new Uint8Array(wasm.c.buffer).set([...bytes, 0], at);
    return at;
  };
  const hash = (type, passes, kib, lanes, password, salt, secret, data) => {
    const out = wasm.f(32);
    const error = wasm.l(passes, kib, lanes, put(password), password.length, put(salt), salt.length, out, 32,
      0, 0, type, put(secret), secret.length, put(data), data.length, 0x13);
    return error + " " + Buffer.from(new Uint8Array(wasm.c.buffer, out, 32)).toString("hex");
  };
  const bytes = (length, value) => new Array(length).fill(value);
  for (const type of [0, 1, 2]) {
    console.log("argon2", type, hash(type, 3, 32, 4, bytes(32, 1), bytes(16, 2), bytes(8, 3), bytes(12, 4)));
  }
  const text = (string) => [...new TextEncoder().encode(string)];
  console.log("argon2 password", hash(2, 2, 1024, 1, text("correct horse"), text("battery staple"), [], []));
}

function tfjs() {
  const wasm = load("tfjs-backend-wasm-simd.wasm.gz", {
    env: {
      abort() { throw new Error("abort"); },
      emscripten_memcpy_big: (to, from, n) => new Uint8Array(wasm.memory.buffer).copyWithin(to, from, from + n),
      emscripten_get_heap_max: () => 1 << 30,
      emscripten_resize_heap: () => 0,
    },
    wasi_snapshot_preview1: { fd_close: () => 0, fd_write: () => 0, fd_seek: () => 0 },
  });
  wasm.__wasm_call_ctors();
  wasm.init();
  const floats = (at, length) => new Float32Array(wasm.memory.buffer, at, length);
  let last = 0;
  const tensor = (length, factor) => {
    const at = wasm.malloc(4 * length);
    for (let i = 0; i < length; i++) {
      floats(at, length)[i] = (((i * factor) % 257) - 128) / 512;
    }
    wasm.register_tensor(++last, length, at);
    return { id: last, at, length };
  };
  const shape = (...sizes) => {
    const at = wasm.malloc(4 * sizes.length);
    new Int32Array(wasm.memory.buffer, at, sizes.length).set(sizes);
    return at;
  };
  const image = tensor(8 * 8 * 3, 31);
  const filter = tensor(3 * 3 * 3 * 8, 57);
  const bias = tensor(8, 91);
  const convolved = tensor(8 * 8 * 8, 0);
  wasm.FusedConv2D(image.id, 1, 8, 8, filter.id, 3, 3, bias.id, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 8, 1, 0, 0, convolved.id);
  const sha256 = createHash("sha256").update(new Uint8Array(wasm.memory.buffer, convolved.at, 4 * convolved.length));
  console.log("tfjs convolved", sha256.digest("hex"));
  const weights = tensor(512 * 10, 113);
  const biases = tensor(10, 7);
  const scores = tensor(10, 0);
  wasm._FusedMatMul(convolved.id, shape(1, 1, 512), 3, weights.id, shape(1, 512, 10), 3, 0, 0, 0, biases.id, 0, 0, scores.id);
  const print = (name, { at, length }) =>
    console.log(name, [...new Uint32Array(wasm.memory.buffer, at, length)].map((bits) => bits.toString(16)).join(" "));
  print("tfjs scores", scores);
  const chances = tensor(10, 0);
  wasm.Softmax(scores.id, chances.id, 10, 1);
  print("tfjs chances", chances);
  console.log(...floats(chances.at, 10));
}

argon2();
tfjs();
