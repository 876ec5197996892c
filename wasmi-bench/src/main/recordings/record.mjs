// Records what a package's own JavaScript and its WebAssembly module do to each other while the package does its usual
// work, as org.wasmi.testkit.trace.Trace reads it:
//
//   node record.mjs PACKAGES OUTPUT [NAME...]
//
// PACKAGES is the folder that .ci/fetch-packages fills. For each run of runs.mjs, or for those named, OUTPUT gets
// NAME.wasm and NAME.trace.json.gz.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { RUNS } from "./runs.mjs";

const [packages, output, ...names] = process.argv.slice(2);

/** Writes of the host closer than this are one. */
const GAP = 64;

const BLOCK = 1 << 16;

/** The events of one instance. What the host writes is found by comparing the memory with a copy. */
class Recording {
    events = [];
    memory = null;
    copy = Buffer.alloc(0);

    /** Begins to watch a memory that is all zeros, or whose contents the module knows itself. */
    watch(memory) {
        this.memory = memory;
        this.copy = Buffer.alloc(memory.buffer.byteLength);
        const grow = memory.grow;
        memory.grow = pages => {
            this.flush();
            this.events.push(["g", pages]);
            const before = grow.call(memory, pages);
            this.copy = Buffer.concat([this.copy, Buffer.alloc(pages * BLOCK)]);
            return before;
        };
    }

    /** The module has given way to the host. */
    toHost() {
        if (this.memory) {
            const bytes = Buffer.from(this.memory.buffer);
            if (this.copy.length !== bytes.length) {
                this.copy = Buffer.alloc(bytes.length);
            }
            bytes.copy(this.copy);
        }
    }

    /** The host gives way to the module: records what it has written. */
    flush() {
        if (!this.memory) {
            return;
        }
        const bytes = Buffer.from(this.memory.buffer);
        for (let from = 0; from < bytes.length; from += BLOCK) {
            const to = Math.min(from + BLOCK, bytes.length);
            if (bytes.compare(this.copy, from, to, from, to) !== 0) {
                this.writes(bytes, from, to);
            }
        }
    }

    writes(bytes, from, to) {
        for (let i = from; i < to; i++) {
            if (bytes[i] !== this.copy[i]) {
                let end = i + 1;
                for (let j = end; j < to && j - end < GAP; j++) {
                    if (bytes[j] !== this.copy[j]) {
                        end = j + 1;
                    }
                }
                this.events.push(["w", i, bytes.toString("hex", i, end)]);
                bytes.copy(this.copy, i, i, end);
                i = end;
            }
        }
    }

    imported(name, target) {
        return (...args) => {
            this.events.push(["h", name, args.map(encoded)]);
            this.toHost();
            try {
                const result = target(...args);
                this.flush();
                this.events.push(["hr", encoded(result)]);
                return result;
            } catch (error) {
                this.flush();
                this.events.push(["hx", String(error)]);
                throw error;
            }
        };
    }

    exported(name, target) {
        return (...args) => {
            this.flush();
            this.events.push(["c", name, Array.from({ length: target.length }, (_, i) => encoded(args[i]))]);
            try {
                const result = target(...args);
                this.events.push(["r", encoded(result)]);
                return result;
            } catch (error) {
                this.events.push(["x", String(error)]);
                throw error;
            } finally {
                this.toHost();
            }
        };
    }

    /** An instance that records, of a module with these imports. */
    instantiate(module, imports) {
        const recorded = {};
        for (const { module: from, name, kind } of Instance.imports(module)) {
            const target = imports[from][name];
            recorded[from] ??= {};
            recorded[from][name] = target;
            if (kind === "function") {
                recorded[from][name] = this.imported(`${from}.${name}`, target);
            } else if (kind === "memory") {
                this.pages = target.buffer.byteLength / BLOCK;
                this.watch(target);
                this.flush();
            } else {
                throw new Error(`${from}.${name}: the host has a ${kind}`);
            }
        }
        this.events.push(["i"]);
        const { exports } = new Instance.Original(module, recorded);
        const result = {};
        for (const [name, value] of Object.entries(exports)) {
            result[name] = value;
            if (typeof value === "function") {
                result[name] = this.exported(name, value);
            } else if (value instanceof WebAssembly.Memory && !this.memory) {
                this.watch(value);
            } else if (value instanceof WebAssembly.Table) {
                value.get = value.set = value.grow = () => {
                    throw new Error("the host uses the table");
                };
            }
        }
        this.toHost();
        return { exports: result };
    }

    text(wasm) {
        const bytes = Buffer.from(this.memory.buffer);
        this.flush();
        this.events.push(["m", bytes.length / BLOCK, sha256(bytes)]);
        return `{"sha256":"${sha256(wasm)}"`
            + (this.pages === undefined ? "" : `,"importedMemoryPages":${this.pages}`)
            + `,"events":[${this.events.map(event => JSON.stringify(event)).join(",\n")}]}\n`;
    }
}

/** A value as traces have it. What is no number is one that JavaScript makes 0 or NaN. */
function encoded(value) {
    switch (typeof value) {
        case "boolean":
            return Number(value);
        case "bigint":
            return `${value}n`;
        case "number": {
            if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
                return value;
            }
            const bits = Buffer.alloc(8);
            bits.writeDoubleBE(value);
            return `f64:${bits.toString("hex")}`;
        }
        default:
            return null;
    }
}

function sha256(bytes) {
    return createHash("sha256").update(bytes).digest("hex");
}

/** The one recording that instances belong to. */
const recording = new Recording();

const Instance = { Original: WebAssembly.Instance, imports: WebAssembly.Module.imports };

WebAssembly.Instance = function (module, imports) {
    return recording.instantiate(module, imports);
};
WebAssembly.instantiate = async (source, imports) => {
    if (source instanceof WebAssembly.Module) {
        return recording.instantiate(source, imports);
    }
    const module = new WebAssembly.Module(source);
    return { module, instance: recording.instantiate(module, imports) };
};
delete WebAssembly.instantiateStreaming;

mkdirSync(output, { recursive: true });
if (names.length !== 1) {
    // Each in a process of its own: packages leave things to do behind.
    const script = fileURLToPath(import.meta.url);
    for (const name of names.length > 0 ? names : Object.keys(RUNS)) {
        execFileSync(process.execPath, [script, packages, output, name], { stdio: "inherit" });
    }
} else {
    const [name] = names;
    const wasm = readFileSync(join(packages, RUNS[name].wasm));
    const result = await RUNS[name].run(resolve(packages));
    const text = recording.text(wasm);
    writeFileSync(join(output, `${name}.wasm`), wasm);
    writeFileSync(join(output, `${name}.trace.json.gz`), gzipSync(text));
    console.log(`${name}: ${recording.events.length} events, ${result}`);
    process.exit(0);
}
