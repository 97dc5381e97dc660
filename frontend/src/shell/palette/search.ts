/** One searcher per source; the palette asks them all and shows what they find, in this order. */
import type { RouteLocationRaw } from 'vue-router'
import { api } from '@/api/client'
import type { components } from '@/api/schema'
import { entityOf, entityRoute } from '@/ui/entities'

export interface Hit {
  id: string
  label: string
  icon: string
  to: RouteLocationRaw
  detail?: string
  status?: string
  /** The words of the record in which the text was found. */
  matched?: string
  keys?: string
}

export interface Hits {
  label: string
  hits: Hit[]
}

export interface Searcher {
  /** Shortest text worth asking for. */
  min: number
  search: (text: string, signal: AbortSignal) => Hits[] | Promise<Hits[]>
}

/** The screens and commands this person has, found by any part of their words. */
export function commandSearcher(label: string, commands: () => Hit[]): Searcher {
  return {
    min: 0,
    search(text) {
      const words = text.toLocaleLowerCase().split(/\s+/)
      const hits = commands().filter((hit) => words.every((word) => hit.label.toLocaleLowerCase().includes(word)))
      return [{ label, hits }]
    },
  }
}

/** The server's search over all kinds. A kind without a page here is left out. */
export const recordSearcher: Searcher = {
  min: 2,
  async search(text, signal) {
    const { data = [] } = await api.GET('/api/v1/search', { params: { query: { q: text } }, signal })
    return data.map(recordGroup).filter(({ hits }) => hits.length > 0)
  },
}

function recordGroup({ type, label, hits }: components['schemas']['HitGroup']): Hits {
  const icon = entityOf(type)?.icon ?? 'i-lucide-file'
  return {
    label,
    hits: hits.flatMap(({ id, label: name, status, detail, matched }) => {
      const to = entityRoute(type, id)
      if (!to) return []
      return [{ id: `${type}-${id}`, label: name, icon, to, status: status ?? undefined, detail, matched }]
    }),
  }
}

export async function searchAll(searchers: Searcher[], text: string, signal: AbortSignal): Promise<Hits[]> {
  const asked = searchers.filter(({ min }) => text.length >= min)
  const found = await Promise.all(asked.map((searcher) => searcher.search(text, signal)))
  return found.flat().filter(({ hits }) => hits.length > 0)
}

/** The record that carries a scanned code; none when several might be meant. A device comes before its papers. */
export function hitOfCode(groups: readonly Hits[], code: string): Hit | undefined {
  const hits = groups.flatMap((group) => group.hits)
  const isIt = (text: string | undefined) => text?.trim().toLowerCase() === code.toLowerCase()
  return (
    hits.find(({ label }) => isIt(label)) ??
    hits.find(({ matched }) => isIt(matched)) ??
    (hits.length === 1 ? hits[0] : undefined)
  )
}

/** A text cut where the typed words stand in it, for marking them. */
export function markMatches(text: string, typed: string): { text: string; isMatch: boolean }[] {
  const words = typed
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (!words.length) return [{ text, isMatch: false }]
  const parts = text.split(new RegExp(`(${words.join('|')})`, 'gi'))
  return parts.map((part, index) => ({ text: part, isMatch: index % 2 === 1 })).filter((part) => part.text)
}
