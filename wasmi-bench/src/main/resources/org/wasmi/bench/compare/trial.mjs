// What class Trial does, for Node.js and so for V8: see there for what is printed. The arguments:
//   steady FILE SIZE CHECKSUM WARM_UP_SECONDS MEASURE_SECONDS CLOCK
//   start FILE SIZE CHECKSUM INSTRUCTIONS_PER_RUN INSTRUCTIONS
import { readFileSync } from "node:fs";

const [mode, file, size, checksum, ...numbers] = process.argv.slice(2);
const wall = () => Number(process.hrtime.bigint());
// The time of the whole process: once warm, the main thread's.
const processor = () => {
    const { user, system } = process.cpuUsage();
    return 1000 * (user + system);
};
const nanos = mode === "steady" && numbers[2] === "THREAD" ? processor : wall;
const bytes = readFileSync(file);
const n = Number(size);
const expected = BigInt(checksum);
const begin = wall();
let run;
try {
    run = (await WebAssembly.instantiate(bytes)).instance.exports.run;
} catch (error) {
    console.log(`refused ${error.message}`);
    process.exit(0);
}
console.log(`loaded ${wall() - begin}`);

function time(runs) {
    const start = nanos();
    for (let i = 0; i < runs; i++) {
        const result = run(n);
        if (result !== expected) {
            throw new Error(`the checksum is ${result}, not ${expected}`);
        }
    }
    return nanos() - start;
}

if (mode === "steady") {
    const sample = 50e6;
    console.log(`first ${time(1)}`);
    let end = wall() + 1e9 * Number(numbers[0]);
    let batch = 1;
    do {
        const elapsed = time(batch);
        if (elapsed < sample) {
            batch = Math.max(batch + 1, Math.trunc(batch * sample / Math.max(1, elapsed)));
        }
    } while (wall() < end);
    const samples = [];
    const before = processor();
    const from = wall();
    end = from + 1e9 * Number(numbers[1]);
    while (samples.length < 3 || wall() < end) {
        samples.push(time(batch) / batch);
    }
    const busy = (processor() - before) / (wall() - from);
    samples.forEach(each => console.log(`sample ${each.toFixed(1)}`));
    console.log(`busy ${busy.toFixed(3)}`);
} else {
    const [perRun, instructions] = numbers.map(Number);
    let next = 0;
    for (let done = 0; done < instructions;) {
        time(1);
        done += perRun;
        if (done >= next || done >= instructions) {
            console.log(`reached ${done.toFixed(0)} ${wall() - begin}`);
            next = done * 1.1;
        }
    }
}
