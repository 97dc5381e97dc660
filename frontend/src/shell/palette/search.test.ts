import { beforeEach, describe, expect, it } from 'vitest'
import { stubServer } from '@/test/stubs'
import { registerEntity } from '@/ui/entities'
import { commandSearcher, hitOfCode, markMatches, recordSearcher, searchAll, type Hit } from './search'

const signal = new AbortController().signal
const hit = (label: string): Hit => ({ id: label, label, icon: '', to: '/' })

beforeEach(() => registerEntity({ type: 'asset', resource: 'assets', route: 'asset', list: 'assets', icon: 'i-asset' }))

describe('commands', () => {
  const searcher = commandSearcher('Go to', () => [hit('New customer'), hit('Customers')])

  it('are found by any part of their words', async () => {
    const [group] = await searchAll([searcher], 'cust new', signal)
    expect(group!.hits.map(({ label }) => label)).toEqual(['New customer'])
  })

  it('are all there before anything is typed', async () => {
    expect((await searchAll([searcher], '', signal))[0]!.hits).toHaveLength(2)
  })
})

describe('records', () => {
  it('lead to their page; a kind without one is left out', async () => {
    stubServer(() => ({
      body: [
        {
          type: 'asset',
          label: 'Assets',
          hits: [{ id: 4, label: 'AST-4', status: 'Sold', detail: '024 4…', matched: '4' }],
        },
        { type: 'unheard_of', label: 'Others', hits: [{ id: 1, label: 'X', status: null, detail: '', matched: 'X' }] },
      ],
    }))
    const groups = await recordSearcher.search('4', signal)
    expect(groups).toEqual([
      {
        label: 'Assets',
        hits: [
          {
            id: 'asset-4',
            label: 'AST-4',
            icon: 'i-asset',
            to: { name: 'asset', params: { id: '4' } },
            status: 'Sold',
            detail: '024 4…',
            matched: '4',
          },
        ],
      },
    ])
  })

  it('are not asked for by a single character', async () => {
    const sent = stubServer(() => ({ body: [] }))
    await searchAll([recordSearcher], 'a', signal)
    expect(sent).toHaveLength(0)
  })
})

it('marks what was typed, whatever signs it has', () => {
  expect(markMatches('Ama (Accra)', '(acc')).toEqual([
    { text: 'Ama ', isMatch: false },
    { text: '(Acc', isMatch: true },
    { text: 'ra)', isMatch: false },
  ])
})

describe('a scanned code', () => {
  const groups = [
    {
      label: 'Papers',
      hits: [
        { ...hit('WAR-1'), matched: 'PF3KX9' },
        { ...hit('PF3KX9'), matched: 'PF3KX9' },
      ],
    },
  ]

  it('leads to what bears it as its own name, before what only mentions it', () => {
    expect(hitOfCode(groups, 'pf3kx9')?.label).toBe('PF3KX9')
    expect(hitOfCode([{ label: '', hits: [{ ...hit('SN-1'), matched: 'AST-7' }, hit('SN-2')] }], 'ast-7')?.label).toBe(
      'SN-1',
    )
  })

  it('leads nowhere when several might be meant', () => {
    expect(hitOfCode(groups, 'PF3')).toBeUndefined()
  })
})
