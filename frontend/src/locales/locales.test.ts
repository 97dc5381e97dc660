import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import da from './da.json'
import en from './en.json'

type Tree = { [key: string]: string | Tree }

function leaves(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : leaves(value, `${prefix}${key}.`),
  )
}

function valueAt(tree: Tree, key: string): string {
  return key.split('.').reduce<Tree | string>((node, part) => (node as Tree)[part]!, tree) as string
}

const SOURCES = join(import.meta.dirname, '..')
const sources = (readdirSync(SOURCES, { recursive: true }) as string[])
  .filter((file) => /\.(vue|ts)$/.test(file) && !/\.test\.ts$|\.d\.ts$/.test(file))
  .map((file) => readFileSync(join(SOURCES, file), 'utf8'))
  .join('\n')

const keys = leaves(en as Tree)
const namespaces = new Set(Object.keys(en))

/** Every quoted word that has the form of a key of ours: `t('a.b')`, and the keys that declarations name. */
const literals = [...sources.matchAll(/'([a-z]\w*(?:\.\w+)+)'/g)]
  .map((match) => match[1]!)
  .filter((word) => namespaces.has(word.split('.')[0]!))

/** `t(`status.${…}`)`: the whole branch is in use. */
const branches = [...sources.matchAll(/`([a-z][\w.]*\.)\$\{/g)]
  .map((match) => match[1]!)
  .filter((branch) => namespaces.has(branch.split('.')[0]!))

/** Rights are written alike, `customers.view`; they are told apart by standing as a permission. */
const permissions = new Set([...sources.matchAll(/(?:permission:|can\()\s*'([\w.]+)'/g)].map((match) => match[1]!))

describe('the texts', () => {
  it('have every key that is asked for', () => {
    const missing = literals.filter((key) => !keys.includes(key) && !permissions.has(key))
    expect([...new Set(missing)]).toEqual([])
  })

  it('have a text for every branch that is asked for', () => {
    expect(branches.filter((branch) => !keys.some((key) => key.startsWith(branch)))).toEqual([])
  })

  it('have no key that nobody asks for', () => {
    const asked = new Set(literals)
    const idle = keys.filter((key) => !asked.has(key) && !branches.some((branch) => key.startsWith(branch)))
    expect(idle).toEqual([])
  })

  it('are the same in every language, and none is empty', () => {
    expect(leaves(da as Tree)).toEqual(keys)
    expect(keys.filter((key) => valueAt(da as Tree, key) === '' || valueAt(en, key) === '')).toEqual([])
  })

  it('name the same values and forms in every language', () => {
    const shape = (text: string) => [text.match(/\{\w+\}/g)?.toSorted() ?? [], text.split(' | ').length]
    const differing = keys.filter(
      (key) => JSON.stringify(shape(valueAt(en, key))) !== JSON.stringify(shape(valueAt(da as Tree, key))),
    )
    expect(differing).toEqual([])
  })
})
