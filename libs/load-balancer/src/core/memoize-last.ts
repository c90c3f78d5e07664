/** Caches the result for the list of the last call; another array object computes it anew. */
export function memoizeLast<L extends readonly unknown[], R>(compute: (list: L) => R): (list: L) => R {
  let last: { readonly list: L; readonly result: R } | undefined;
  return (list) => {
    if (last?.list !== list) last = { list, result: compute(list) };
    return last.result;
  };
}
