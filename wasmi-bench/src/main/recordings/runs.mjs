// What is recorded: packages that others wrote, at the work that they are for. Each run takes V8 some ten milliseconds or
// more, with few calls between host and module.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);

/** Text that packages bring: 430 KB of JavaScript. */
const TEXT = "@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.mjs";

function text(packages, length) {
    return readFileSync(join(packages, TEXT), "utf8").slice(0, length);
}

/** An ES module whose file name does not say that it is one, after some replacements. */
function imported(packages, file, ...replacements) {
    let source = readFileSync(join(packages, file), "utf8");
    for (const [from, to] of replacements) {
        source = source.replace(from, to);
    }
    return import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
}

/** What the JavaScript of wasm-bindgen needs: the exports of an instance with the functions it has itself. */
function bound(packages, file, from, functions) {
    const module = new WebAssembly.Module(readFileSync(join(packages, file)));
    return new WebAssembly.Instance(module, { [from]: functions }).exports;
}

export const RUNS = {
    brotli: {
        wasm: "brotli-wasm/pkg.node/brotli_wasm_bg.wasm",
        run(packages) {
            const brotli = require(join(packages, "brotli-wasm/pkg.node/brotli_wasm.js"));
            const input = Buffer.from(text(packages, 200_000));
            const compressed = brotli.compress(input, { quality: 6 });
            const same = Buffer.compare(brotli.decompress(compressed), input) === 0;
            return `${input.length} to ${compressed.length} bytes: ${same}`;
        },
    },

    highs: {
        wasm: "highs/build/highs.wasm",
        async run(packages) {
            const highs = await require(join(packages, "highs/build/highs.js"))();
            // A transport problem: 16 factories, 40 customers.
            const from = [...Array(16).keys()];
            const to = [...Array(40).keys()];
            const cost = (i, j) => 10 + (i * 37 + j * 53 + i * j * 11) % 91;
            const sum = terms => terms.join(" + ");
            const model = `Minimize
 obj: ${sum(from.flatMap(i => to.map(j => `${cost(i, j)} x${i}_${j}`)))}
Subject To
${from.map(i => ` f${i}: ${sum(to.map(j => `x${i}_${j}`))} <= ${90 + i * 7}`).join("\n")}
${to.map(j => ` t${j}: ${sum(from.map(i => `x${i}_${j}`))} >= ${20 + (j * 13) % 17}`).join("\n")}
End
`;
            const { Status, ObjectiveValue } = highs.solve(model);
            return `${Status}, ${ObjectiveValue}`;
        },
    },

    lz4: {
        wasm: "lz4-wasm/lz4_wasm_bg.wasm",
        async run(packages) {
            const file = "lz4-wasm/lz4_wasm_bg";
            const lz4 = await imported(
                packages,
                `${file}.js`,
                ["import * as wasm from './lz4_wasm_bg.wasm';", "let wasm; export const set = exports => wasm = exports;"],
            );
            lz4.set(bound(packages, `${file}.wasm`, "./lz4_wasm_bg.js", lz4));
            const input = Buffer.concat(Array(8).fill(Buffer.from(text(packages))));
            const compressed = lz4.compress(input);
            const same = Buffer.compare(lz4.decompress(compressed), input) === 0;
            return `${input.length} to ${compressed.length} bytes: ${same}`;
        },
    },

    oniguruma: {
        wasm: "vscode-oniguruma/release/onig.wasm",
        async run(packages) {
            const onig = require(join(packages, "vscode-oniguruma/release/main.js"));
            await onig.loadWASM(readFileSync(join(packages, this.wasm)));
            // As an editor's grammar: what comes next of some patterns.
            const scanner = new onig.OnigScanner([
                "(?<![\\w$])(?:function|class|async)(?![\\w$])\\s+[\\w$]{28,}",
                "//[^\\n]*\\bTODO\\b",
                "(['\"])(?:(?!\\1|\\\\|\\n).|\\\\.){80,}\\1",
            ]);
            const string = new onig.OnigString(text(packages));
            let count = 0;
            for (let at = 0, match; (match = scanner.findNextMatchSync(string, at)); count++) {
                at = Math.max(at + 1, match.captureIndices[0].end);
            }
            return `${count} matches`;
        },
    },

    quickjs: {
        wasm: "@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm",
        async run(packages) {
            const glue = join(packages, "@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.mjs");
            const module = await (await import(pathToFileURL(glue))).default({
                wasmBinary: readFileSync(join(packages, this.wasm)),
            });
            const string = value => {
                const bytes = Buffer.from(`${value}\0`);
                const address = module._malloc(bytes.length);
                module.HEAPU8.set(bytes, address);
                return [address, bytes.length - 1];
            };
            const context = module._QTS_NewContext(module._QTS_NewRuntime(), 0);
            const [script, length] = string(`
                const words = new Map();
                let seed = 1;
                const random = n => (seed = (seed * 16807) % 2147483647) % n;
                class Node {
                    constructor(key) { this.key = key; this.left = this.right = null; }
                    insert(key) {
                        const side = key < this.key ? "left" : "right";
                        if (this[side]) this[side].insert(key); else this[side] = new Node(key);
                    }
                    depth() { return 1 + Math.max(this.left?.depth() ?? 0, this.right?.depth() ?? 0); }
                }
                const root = new Node(500000);
                for (let i = 0; i < 3000; i++) {
                    root.insert(random(1000000));
                    const word = "w" + random(500).toString(36);
                    words.set(word, (words.get(word) ?? 0) + 1);
                }
                const list = [...words].map(([word, count]) => ({ word, count, ratio: count / 3000 }));
                list.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
                const text = JSON.stringify(JSON.parse(JSON.stringify(list)));
                text.replace(/w([a-z0-9]+)/g, (all, rest) => rest).length + root.depth();
            `);
            const value = module._QTS_Eval(context, script, length, string("run.js")[0], 0, 0);
            const address = module._QTS_GetString(context, value);
            const bytes = module.HEAPU8;
            return Buffer.from(bytes.slice(address, bytes.indexOf(0, address))).toString();
        },
    },

    resvg: {
        wasm: "@resvg/resvg-wasm/index_bg.wasm",
        async run(packages) {
            const { Resvg, initWasm } = await import(pathToFileURL(join(packages, "@resvg/resvg-wasm/index.mjs")));
            await initWasm(readFileSync(join(packages, this.wasm)));
            const shapes = Array.from({ length: 60 }, (_, i) => {
                const [x, y] = [(i * 83) % 400, (i * 47) % 300];
                return `<path d="M${x},${y} q40,${i} 80,20 t-30,60 c-20,10 -50,0 -50,-80 z" fill="url(#g)"
                    stroke="hsl(${i * 6},70%,40%)" stroke-width="${1 + (i % 5)}" opacity="0.7"
                    transform="rotate(${i * 7},${x},${y})"/>`;
            });
            const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><defs>
                <linearGradient id="g"><stop offset="0" stop-color="#08f"/><stop offset="1" stop-color="#f80"/>
                </linearGradient></defs><rect width="480" height="360" fill="#fff"/>${shapes.join("")}</svg>`;
            return `${new Resvg(svg).render().asPng().length} bytes of PNG`;
        },
    },

    sqlite: {
        wasm: "sql.js/dist/sql-wasm.wasm",
        async run(packages) {
            const sql = await require(join(packages, "sql.js/dist/sql-wasm.js"))();
            const database = new sql.Database();
            database.exec(`
                CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, price REAL, kind INTEGER);
                CREATE TABLE kind (id INTEGER PRIMARY KEY, title TEXT);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
                    INSERT INTO item SELECT i, printf('item %08d', (i * 7919) % 10007), (i * 31) % 997 / 10.0, i % 37 FROM n;
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 36)
                    INSERT INTO kind SELECT i, 'kind ' || i FROM n;
                CREATE INDEX by_name ON item(name);
                UPDATE item SET price = price * 1.1 WHERE name LIKE '%7';`);
            const [{ values }] = database.exec(`
                SELECT title, count(*), round(sum(price), 2) FROM item JOIN kind ON kind.id = item.kind
                WHERE name BETWEEN 'item 00001000' AND 'item 00009000' GROUP BY title ORDER BY 3 DESC LIMIT 3`);
            return JSON.stringify(values);
        },
    },

    tiktoken: {
        wasm: "@dqbd/tiktoken/tiktoken_bg.wasm",
        async run(packages) {
            const file = "@dqbd/tiktoken/tiktoken_bg";
            const tiktoken = await imported(packages, `${file}.js`);
            tiktoken.__wbg_set_wasm(bound(packages, `${file}.wasm`, "./tiktoken_bg.js", tiktoken));
            const encoding = tiktoken.get_encoding("gpt2");
            return `${encoding.encode(text(packages, 40_000)).length} tokens`;
        },
    },

    zstd: {
        wasm: "@bokuweb/zstd-wasm/dist/esm/zstd.wasm",
        async run(packages) {
            const { Module } = await imported(packages, "@bokuweb/zstd-wasm/dist/esm/zstd.js");
            const ready = new Promise(done => Module.onRuntimeInitialized = done);
            Module.init(readFileSync(join(packages, this.wasm)));
            await ready;
            const input = Buffer.from(text(packages));
            const bound = Module._ZSTD_compressBound(input.length);
            const [source, target, back] = [input.length, bound, input.length].map(size => Module._malloc(size));
            Module.HEAPU8.set(input, source);
            const length = Module._ZSTD_compress(target, bound, source, input.length, 8);
            Module._ZSTD_decompress(back, input.length, target, length);
            const same = Buffer.compare(Module.HEAPU8.subarray(back, back + input.length), input) === 0;
            return `${input.length} to ${length} bytes: ${same}`;
        },
    },
};
