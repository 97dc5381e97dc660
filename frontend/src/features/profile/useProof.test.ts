import { expect, it } from 'vitest'
import { nextTick } from 'vue'
import { ProofNeeded } from './authenticators'
import { useProof } from './useProof'

function actThatAsksOnce() {
  let asked = false
  return async () => {
    if (!asked) {
      asked = true
      throw new ProofNeeded(['password'])
    }
    return 'done'
  }
}

it('does the act when the person has been proved', async () => {
  const proof = useProof()
  const done = proof.run(actThatAsksOnce())
  await nextTick()
  expect([proof.isAsking.value, proof.proofs.value]).toEqual([true, ['password']])
  proof.proved()
  expect(await done).toBe('done')
  expect(proof.isAsking.value).toBe(false)
})

it('leaves the act undone when they turn back', async () => {
  const proof = useProof()
  const done = proof.run(actThatAsksOnce())
  await nextTick()
  proof.close()
  expect(await done).toBeNull()
})

it('passes every other refusal on', async () => {
  const { run } = useProof()
  await expect(run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
})
