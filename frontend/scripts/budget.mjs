// Fails when the first load or a lazy chunk outgrows its budget. Run after `npm run build`.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const INITIAL = 300_000
const LAZY = 200_000

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const weigh = (file) => gzipSync(readFileSync(new URL(file, dist))).length
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`

function withImports(key, seen = new Set()) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) withImports(next, seen)
  return seen
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
const first = withImports(entry)
const isScript = (key) => manifest[key].file.endsWith('.js')
const initial = [...first].filter(isScript).reduce((sum, key) => sum + weigh(manifest[key].file), 0)
const lazy = Object.keys(manifest)
  .filter((key) => isScript(key) && !first.has(key))
  .map((key) => ({ file: manifest[key].file, size: weigh(manifest[key].file) }))
  .toSorted((a, b) => b.size - a.size)

const failures = lazy
  .filter(({ size }) => size > LAZY)
  .map(({ file, size }) => `${file} is ${kb(size)}, allowed ${kb(LAZY)}`)
if (initial > INITIAL) failures.unshift(`initial JavaScript is ${kb(initial)}, allowed ${kb(INITIAL)}`)

process.stdout.write(`initial JavaScript ${kb(initial)} of ${kb(INITIAL)} gzip\n`)
for (const { file, size } of lazy.slice(0, 5)) process.stdout.write(`  lazy ${kb(size).padStart(9)}  ${file}\n`)
for (const failure of failures) process.stderr.write(`over budget: ${failure}\n`)
process.exit(failures.length ? 1 : 0)
