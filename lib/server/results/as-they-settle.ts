import "server-only"

/** The values of promises in the order in which they come. The promises must not reject. */
export async function* asTheySettle<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  const places = promises.map(() => Promise.withResolvers<T>())
  let next = 0
  for (const promise of promises) {
    void promise.then((value) => {
      places[next]?.resolve(value)
      next += 1
    })
  }
  for (const { promise } of places) yield await promise
}
