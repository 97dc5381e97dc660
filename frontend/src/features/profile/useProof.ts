import { ref, shallowRef } from 'vue'
import { ProofNeeded, type Proof } from './authenticators'

/** Runs acts that may want the person proved again: the act waits meanwhile, and is done when they are. */
export function useProof() {
  const isAsking = ref(false)
  const proofs = shallowRef<Proof[]>([])
  let waiting: { resume: () => void; giveUp: () => void } | null = null

  async function run<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof ProofNeeded)) throw error
      proofs.value = error.proofs
      isAsking.value = true
      const isProved = await new Promise<boolean>((decide) => {
        waiting = { resume: () => decide(true), giveUp: () => decide(false) }
      })
      return isProved ? await act() : null
    }
  }

  function proved(): void {
    waiting?.resume()
    waiting = null
    isAsking.value = false
  }

  function close(): void {
    waiting?.giveUp()
    waiting = null
    isAsking.value = false
  }

  return { isAsking, proofs, run, proved, close }
}
