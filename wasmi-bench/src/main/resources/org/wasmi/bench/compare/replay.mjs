// What class RecordedTrial does, for Node.js and so for V8: see there for what is printed. The arguments:
//   steady FOLDER NAME WARM_UP_SECONDS MEASURE_SECONDS CLOCK
//   start FOLDER NAME
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const [mode, folder, name, ...rest] = process.argv.slice(2);
const wall = () => Number(process.hrtime.bigint());
// The time of the whole process: once warm, the main thread's.
const processor = () => {
    const { user, system } = process.cpuUsage();
    return 1000 * (user + system);
};
const nanos = mode === "steady" && rest[2] === "THREAD" ? processor : wall;
const trace = JSON.parse(gunzipSync(readFileSync(join(folder, `${name}.trace.json.gz`))));
const events = trace.events.map(([kind, ...event]) => {
    switch (kind) {
        case "w":
            return [kind, event[0], Buffer.from(event[1], "hex")];
        case "c":
        case "h":
            return [kind, event[0], event[1].map(value)];
        case "r":
        case "hr":
            return [kind, value(event[0])];
        default:
            return [kind, ...event];
    }
});
const module = new WebAssembly.Module(readFileSync(join(folder, `${name}.wasm`)));

function value(text) {
    if (typeof text !== "string") {
        return text;
    }
    return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Buffer.from(text.slice(4), "hex").readDoubleBE();
}

class Replay {
    next = 0;

    constructor() {
        const imports = {};
        for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
            imports[from] ??= {};
            if (kind === "function") {
                imports[from][name] = (...args) => this.served(`${from}.${name}`, args);
            } else {
                // What emscripten declares.
                this.memory = imports[from][name] =
                    new WebAssembly.Memory({ initial: trace.importedMemoryPages, maximum: 32768 });
            }
        }
        this.take("i");
        this.exports = new WebAssembly.Instance(module, imports).exports;
        this.memory ??= Object.values(this.exports).find(each => each instanceof WebAssembly.Memory);
    }

    take(...kinds) {
        const event = events[this.next++];
        if (!kinds.includes(event[0])) {
            throw new Error(`event ${this.next - 1} is ${event}, not one of ${kinds}`);
        }
        return event;
    }

    /** Plays what the host does until the module is to go on or the end is there. */
    play() {
        for (;;) {
            const [kind, what, argument] = events[this.next];
            if (kind === "w") {
                this.next++;
                new Uint8Array(this.memory.buffer, what, argument.length).set(argument);
            } else if (kind === "g") {
                this.next++;
                this.memory.grow(what);
            } else if (kind === "c") {
                this.next++;
                this.call(this.exports[what], argument);
            } else {
                return;
            }
        }
    }

    call(target, args) {
        let result;
        try {
            result = target(...args);
        } catch (error) {
            this.take("x");
            return;
        }
        this.compare([result], [this.take("r")[1]]);
    }

    served(name, args) {
        const [, called, recorded] = this.take("h");
        if (called !== name) {
            throw new Error(`the module called ${name}, not ${called}`);
        }
        this.compare(args, recorded);
        this.play();
        const [kind, result] = this.take("hr", "hx");
        if (kind === "hx") {
            throw new Error(result);
        }
        return result;
    }

    compare(actual, recorded) {
        for (let i = 0; i < recorded.length; i++) {
            if (recorded[i] !== null && !Object.is(actual[i], recorded[i])) {
                throw new Error(`before event ${this.next} there is ${actual}, not ${recorded}`);
            }
        }
    }

    check() {
        const [, pages, sha256] = this.take("m");
        const bytes = Buffer.from(this.memory.buffer);
        if (bytes.length !== pages << 16 || createHash("sha256").update(bytes).digest("hex") !== sha256) {
            throw new Error("the memory is not as recorded");
        }
    }
}

/** Plays a run from its beginning to its end; returns the time without that of making the instance. */
function run(checked) {
    const replay = new Replay();
    const start = nanos();
    replay.play();
    const time = nanos() - start;
    if (checked) {
        replay.check();
    }
    return time;
}

if (mode === "steady") {
    console.log(`first ${run(true)}`);
    for (const end = nanos() + 1e9 * Number(rest[0]); nanos() < end;) {
        run(false);
    }
    const samples = [];
    for (const end = nanos() + 1e9 * Number(rest[1]); samples.length < 3 || nanos() < end;) {
        samples.push(run(false));
    }
    samples.forEach(each => console.log(`sample ${each.toFixed(1)}`));
} else {
    run(false);
    console.log(`finished ${Math.round(1000 * (performance.timeOrigin + performance.now()))}`);
}
